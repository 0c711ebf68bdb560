package io.caseline.sandbox;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An empty org with no fault on, over HTTP; the tests that extend this share one. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"sandbox.client-id=" + Org.CLIENT_ID, "sandbox.client-secret=" + Org.CLIENT_SECRET})
abstract class SandboxTest {

    @LocalServerPort
    private int port;

    /** Signed in. */
    protected Org org = new Org(0);

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", Postgres::url);
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
        properties.add("sandbox.jwt-public-key", JwtKey::publicKeyFile);
    }

    @BeforeEach
    void anEmptyOrgWithNoFault() {
        org = new Org(port);
        org.delete("/sandbox/faults");
        org.delete("/sandbox/cases");
        org.signIn();
    }

    protected Org signedOut() {
        return new Org(port);
    }
}
