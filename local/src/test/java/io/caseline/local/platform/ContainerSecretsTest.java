package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerSecretsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void each_service_gets_its_own_secrets_only() throws Exception {
        write();

        assertThat(files("gateway"))
                .containsExactly(
                        "config/caseline.requests.namespace", "keys/sealing-key-set.json", "keys/token-public-key.pem");
        assertThat(files("case-processor"))
                .containsExactly(
                        "config/caseline.salesforce.client-id",
                        "config/caseline.salesforce.client-secret",
                        "config/spring.datasource.password",
                        "keys/console-tellers-token",
                        "keys/operator-password",
                        "keys/sealing-key-set.json",
                        "keys/token-public-key.pem");
        assertThat(files("teller-processor"))
                .containsExactly(
                        "config/spring.datasource.password",
                        "keys/fingerprint-key-set.json",
                        "keys/sealing-key-set.json",
                        "keys/token-public-key.pem");
        assertThat(files("caseline"))
                .containsExactly(
                        "operator-password", "sealing-key-set.json", "token-public-key.pem", "token-signing-key.pem");
        assertThat(files("demo"))
                .containsExactly(
                        "sealing-key-set.json",
                        "tellers-database-password",
                        "token-public-key.pem",
                        "token-signing-key.pem");
        assertThat(files("prometheus")).containsExactly("metrics-token");
        assertThat(files("grafana")).containsExactly("admin-password");
        assertThat(files("postgres")).containsExactly("cases", "postgres", "registry", "salesforce", "tellers");
    }

    @Test
    void both_ends_get_the_same_secret_on_every_run() throws Exception {
        write();
        String secret = read("case-processor/config/caseline.salesforce.client-secret");
        write();

        assertThat(read("case-processor/config/caseline.salesforce.client-secret"))
                .isEqualTo(secret)
                .isEqualTo(read("salesforce-sandbox/config/sandbox.client-secret"));
        assertThat(read("registry/registry.properties"))
                .isEqualTo("apicurio.datasource.password=" + read("postgres/registry") + "\n");
        assertThat(read("gateway/keys/sealing-key-set.json"))
                .isEqualTo(read("case-processor/keys/sealing-key-set.json"));
    }

    @Test
    void a_service_can_read_its_files_whoever_it_runs_as() throws Exception {
        write();

        try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
            assertThat(all.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("r--r--r--"));
        }
    }

    private void write() throws IOException {
        new ContainerSecrets(new Home(folder, folder.resolve("home")), folder.resolve("out")).write();
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve("out").resolve(file));
    }

    private List<String> files(String service) throws IOException {
        Path place = folder.resolve("out").resolve(service);
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> place.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
