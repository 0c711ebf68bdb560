package io.caseline.cases.console;

import static io.caseline.cases.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** People sign in at an identity provider, which says what they may do. */
@OwnApplication
class OpenIdSignInTest extends RunningCaseProcessor {
    private static final IdentityProviderStub PROVIDER = new IdentityProviderStub();

    @DynamicPropertySource
    static void provider(DynamicPropertyRegistry properties) {
        String registration = "spring.security.oauth2.client.registration.company.";
        properties.add(registration + "client-name", () -> "Company account");
        properties.add(registration + "client-id", () -> "caseline-console");
        properties.add(registration + "client-secret", () -> "secret");
        properties.add(registration + "scope", () -> "openid");
        properties.add(registration + "authorization-grant-type", () -> "authorization_code");
        properties.add(registration + "redirect-uri", () -> "{baseUrl}/console/oauth2/code/{registrationId}");
        String provider = "spring.security.oauth2.client.provider.company.";
        properties.add(provider + "authorization-uri", () -> PROVIDER.url() + "/authorize");
        properties.add(provider + "token-uri", () -> PROVIDER.url() + "/token");
        properties.add(provider + "jwk-set-uri", () -> PROVIDER.url() + "/keys");
        properties.add(provider + "user-name-attribute", () -> "preferred_username");
    }

    @Test
    void a_person_signs_in_with_the_roles_of_the_claim_and_no_scope_counts() {
        PROVIDER.signsIn("olga", "operate", "accounting");
        Visitor visitor = new Visitor(operationsPort);
        assertThat(visitor.get("/console/sign-in").body())
                .contains("Continue with Company account")
                .doesNotContain("password");
        visitor.get("/console/audit?before=5");

        String callback = callback(visitor);
        HttpResponse<String> fromTheOtherSite = new Visitor(operationsPort).get(callback);
        assertThat(fromTheOtherSite.body())
                .as("a strict cookie was not sent")
                .contains("http-equiv=\"refresh\"", "again");
        HttpResponse<String> signedIn = visitor.get(callback + "&again");

        assertThat(location(signedIn)).startsWith("/console/audit?before=5");
        assertThat(visitor.get("/console").body()).contains("olga", ">operate<");
    }

    @Test
    void a_person_without_a_role_is_told_so() {
        PROVIDER.signsIn("norbert", "accounting");
        Visitor visitor = new Visitor(operationsPort);
        visitor.get("/console/sign-in");
        visitor.get(callback(visitor));
        HttpResponse<String> page = visitor.get("/console");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("Your account may not do this", "Sign out");
    }

    @Test
    void a_callback_that_nobody_asked_for_signs_nobody_in() {
        Visitor visitor = new Visitor(operationsPort);
        assertThat(location(visitor.get("/console/oauth2/code/company?code=1&state=forged&again")))
                .isEqualTo("/console/sign-in?refused");
        assertThat(visitor.get("/console/sign-in?refused").body()).contains("did not sign you in");
    }

    private static String callback(Visitor visitor) {
        String provider = visitor.get("/console/oauth2/start/company")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        return location(visitor.get(provider));
    }
}
