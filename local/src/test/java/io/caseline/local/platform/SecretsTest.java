package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

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

        try (Stream<Path> files = Files.list(home().secret(""))) {
            assertThat(files)
                    .hasSize(5)
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

    private Home home() {
        return new Home(folder, folder.resolve("home"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
