package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.caseline.sandbox.SandboxClient.Response;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignInTest extends SandboxTest {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    @Test
    void client_credentials_open_a_session() {
        JsonNode response = signedOut().signIn("client_credentials").json();

        assertThat(response.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(response.path("instance_url").asString()).isEqualTo(org.base());
        assertThat(response.path("id").asString()).matches(org.base() + "/id/00D\\w{15}/005\\w{15}");
        assertThat(response.path("signature").asString()).isNotEmpty();
        assertThat(response.path("issued_at").asString()).matches("\\d{13}");
        assertThat(response.has("expires_in")).isFalse();

        SandboxClient client =
                signedOut().withToken(response.path("access_token").asString());
        assertThat(client.get(SandboxClient.DATA + "/limits").status()).isEqualTo(200);
    }

    @Test
    void credentials_can_be_in_a_basic_header() {
        String credentials = SandboxClient.escaped(SandboxClient.CLIENT_ID) + ":"
                + SandboxClient.escaped(SandboxClient.CLIENT_SECRET);
        String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));

        Response response = org.send(HttpRequest.newBuilder(URI.create(org.base() + "/services/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void a_wrong_secret_is_refused() {
        assertRefused(
                org.form(
                        "/services/oauth2/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                SandboxClient.CLIENT_ID,
                                "client_secret",
                                "wrong")),
                "invalid_client",
                "invalid client credentials");
    }

    @Test
    void an_unknown_client_is_refused() {
        assertRefused(
                org.form("/services/oauth2/token", Map.of("grant_type", "client_credentials", "client_id", "who")),
                "invalid_client_id",
                "client identifier invalid");
    }

    @Test
    void the_password_grant_is_not_supported() {
        assertRefused(org.signIn("password"), "unsupported_grant_type", "grant type not supported");
    }

    @Test
    void a_signed_assertion_opens_a_session() throws Exception {
        Response response = assertion(JwtKey.sign(claims().build()));

        assertThat(response.status()).isEqualTo(200);
        SandboxClient client =
                signedOut().withToken(response.json().path("access_token").asString());
        assertThat(client.get(SandboxClient.DATA + "/limits").status()).isEqualTo(200);
    }

    @Test
    void an_assertion_signed_with_another_key_is_refused() throws Exception {
        assertRefused(
                assertion(JwtKey.sign(claims().build(), JwtKey.generate())), "invalid_grant", "invalid assertion");
    }

    @Test
    void an_expired_assertion_is_refused() throws Exception {
        JWTClaimsSet expired = claims().expirationTime(Date.from(Instant.now().minusSeconds(600)))
                .build();

        assertRefused(assertion(JwtKey.sign(expired)), "invalid_grant", "invalid assertion");
    }

    @Test
    void an_assertion_that_never_expires_is_refused() throws Exception {
        assertRefused(
                assertion(JwtKey.sign(claims().expirationTime(null).build())), "invalid_grant", "invalid assertion");
    }

    @Test
    void an_assertion_with_a_long_lifetime_is_refused() throws Exception {
        JWTClaimsSet longLived = claims().expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();

        assertRefused(assertion(JwtKey.sign(longLived)), "invalid_grant", "invalid assertion");
    }

    @Test
    void an_assertion_for_another_audience_is_refused() throws Exception {
        assertRefused(
                assertion(JwtKey.sign(claims().audience("https://example.org").build())),
                "invalid_grant",
                "audience is invalid");
    }

    @Test
    void an_assertion_of_another_client_is_refused() throws Exception {
        assertRefused(
                assertion(JwtKey.sign(claims().issuer("who").build())),
                "invalid_client_id",
                "client identifier invalid");
    }

    @Test
    void an_unknown_token_is_an_invalid_session() {
        Response response = signedOut().withToken("00D000000000001!nonsense").get(SandboxClient.DATA + "/limits");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.text())
                .isEqualTo("[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]");
    }

    @Test
    void a_call_without_a_token_is_refused() {
        Response response = signedOut().get(SandboxClient.DATA + "/limits");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.json().path(0).path("errorCode").asString()).isEqualTo("INVALID_AUTH_HEADER");
    }

    @Test
    void a_revoked_token_is_invalid_immediately() {
        String token = signedOut()
                .signIn("client_credentials")
                .json()
                .path("access_token")
                .asString();
        SandboxClient client = signedOut().withToken(token);

        assertThat(client.form("/services/oauth2/revoke", Map.of("token", token))
                        .status())
                .isEqualTo(200);

        assertThat(client.get(SandboxClient.DATA + "/limits").status()).isEqualTo(401);
        assertThat(client.form("/services/oauth2/revoke", Map.of("token", token))
                        .status())
                .isEqualTo(400);
    }

    private Response assertion(String jwt) {
        return signedOut().form("/services/oauth2/token", Map.of("grant_type", JWT_BEARER, "assertion", jwt));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(SandboxClient.CLIENT_ID)
                .subject("integration@example.org")
                .audience("https://login.salesforce.com")
                .expirationTime(Date.from(Instant.now().plusSeconds(120)));
    }

    private static void assertRefused(Response response, String error, String description) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().path("error").asString()).isEqualTo(error);
        assertThat(response.json().path("error_description").asString()).isEqualTo(description);
    }
}
