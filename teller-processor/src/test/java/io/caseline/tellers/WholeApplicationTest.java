package io.caseline.tellers;

import io.caseline.messaging.testing.TestServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on real Kafka, PostgreSQL and schema registry; one for all the tests. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import({Pipeline.class, Statements.class, Crashes.class, TestClock.class})
public abstract class WholeApplicationTest {
    protected static final KeyPair TOKENS = keyPair();

    @Autowired
    protected Pipeline pipeline;

    @Autowired
    protected JdbcClient jdbc;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry properties) {
        TestServices.messaging(properties);
        TestServices.database(properties);
        properties.add("caseline.events.received", () -> true);
        properties.add("caseline.tellers.deferral.enabled", () -> true);
        properties.add("caseline.tellers.deferral.look-every", () -> "200ms");
        properties.add("caseline.tellers.deferral.max-commands", () -> 1000);
        properties.add("caseline.fingerprint.keyset", TestServices::fingerprintKeys);
        properties.add(
                "spring.security.oauth2.resourceserver.jwt.public-key-location",
                () -> PublicKey.FILE.toUri().toString());
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> "caseline");
    }

    /** Has the database refuse what is written to the table with this value, for as long as the work takes. */
    protected void whileRefused(String table, String column, String value, Runnable work) {
        jdbc.sql("""
                create or replace function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'refused by the test'; end $$""").update();
        jdbc.sql("create trigger refusing before insert or update on " + table + " for each row when (new." + column
                        + "::text = '" + value + "') execute function refuse()")
                .update();
        try {
            work.run();
        } finally {
            jdbc.sql("drop trigger refusing on " + table).update();
        }
    }

    private static final class PublicKey {
        static final Path FILE = write();

        private static Path write() {
            try {
                return Files.writeString(
                        Files.createTempFile(Path.of("target"), "tokens", ".pem"),
                        "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(TOKENS.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
