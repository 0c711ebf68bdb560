package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void secrets_are_created_once_and_differ() {
        Secrets secrets = new Secrets(home());

        String password = secrets.text("cases-database-password");

        assertThat(password).hasSize(22).isNotEqualTo(secrets.text("tellers-database-password"));
        assertThat(new Secrets(home()).text("cases-database-password")).isEqualTo(password);
        assertThat(secrets.tokenSigningKey()).isEqualTo(new Secrets(home()).tokenSigningKey());
    }

    @Test
    void only_the_owner_can_read_secrets() throws IOException {
        Secrets secrets = new Secrets(home());
        secrets.text("cases-database-password");
        secrets.tokenPublicKey();
        secrets.sealingKeySet();
        secrets.fingerprintKeySet();
        secrets.operatorPasswordFile();
        secrets.createTellersToken(NOW);

        try (Stream<Path> files = Files.list(home().secret(""))) {
            assertThat(files)
                    .hasSize(7)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
        assertThat(permissions(home().secret(""))).isEqualTo("rwx------");
    }

    @Test
    void the_sealing_key_set_seals() throws Exception {
        Sealing sealing = Sealing.from(new Secrets(home()).sealingKeySet());

        var sealed = sealing.seal("Ana".getBytes(StandardCharsets.UTF_8), "account|1|name");

        assertThat(Sealing.from(new Secrets(home()).sealingKeySet()).unseal(sealed, "account|1|name"))
                .asString()
                .isEqualTo("Ana");
    }

    @Test
    void the_console_gets_a_new_token_at_each_start_and_it_allows_nothing_but_the_tellers() throws Exception {
        Secrets secrets = new Secrets(home());
        String first = Files.readString(secrets.createTellersToken(NOW));

        String second = Files.readString(secrets.createTellersToken(InstantSource.offset(NOW, Duration.ofHours(1))));

        assertThat(secrets.tellersToken()).hasContent(second);
        assertThat(second).isNotEqualTo(first);
        var claims = SignedJWT.parse(second).getJWTClaimsSet();
        assertThat(claims.getStringClaim("scope")).isEqualTo("tellers:operate");
        assertThat(claims.getStringListClaim("programs")).isEmpty();
    }

    private Home home() {
        return new Home(folder, folder.resolve("home"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
