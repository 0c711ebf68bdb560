package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application twice over one database of its own. */
class RestartTest {

    private static final String DATABASE = "restart";

    @BeforeEach
    void anEmptyDatabase() {
        TestServices.postgres().createDatabase(DATABASE);
    }

    @Test
    void cases_and_usage_survive_a_restart_and_sessions_do_not() {
        String id;
        String token;
        String number;
        try (ConfigurableApplicationContext first = start()) {
            SandboxClient org = client(first).signIn();
            token = org.token();
            id = org.create(Map.of("Subject", "kept", "Caseline_Correlation_Id__c", "one"));
            number = org.get(DATA + "/sobjects/Case/" + id)
                    .json()
                    .path("CaseNumber")
                    .asString();
            org.put("/sandbox/faults", Map.of("apiUsage", 1234));
        }

        try (ConfigurableApplicationContext second = start()) {
            SandboxClient org = client(second).withToken(token);
            assertThat(org.get(DATA + "/limits").status()).isEqualTo(401);
            org.signIn();
            assertThat(org.get(DATA + "/limits").header("Sforce-Limit-Info")).isEqualTo("api-usage=1235/100000");
            assertThat(org.get(DATA + "/sobjects/Case/" + id)
                            .json()
                            .path("Subject")
                            .asString())
                    .isEqualTo("kept");
            assertThat(org.post(DATA + "/sobjects/Case", Map.of("Caseline_Correlation_Id__c", "ONE"))
                            .text())
                    .contains("DUPLICATE_VALUE", id);
            String next = org.create(Map.of("Subject", "next"));
            assertThat(org.get(DATA + "/sobjects/Case/" + next)
                            .json()
                            .path("CaseNumber")
                            .asString())
                    .isGreaterThan(number);
        }
    }

    private static ConfigurableApplicationContext start() {
        return SpringApplication.run(
                SandboxApplication.class,
                "--server.port=0",
                "--sandbox.client-id=" + SandboxClient.CLIENT_ID,
                "--sandbox.client-secret=" + SandboxClient.CLIENT_SECRET,
                "--spring.datasource.url=" + TestServices.postgres().url(DATABASE),
                "--spring.datasource.username=postgres");
    }

    private static SandboxClient client(ConfigurableApplicationContext sandbox) {
        return new SandboxClient(sandbox.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }
}
