package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void settings_come_from_a_file_and_the_environment_which_takes_precedence() throws IOException {
        Path file = file("""
                bootstrap.servers=kafka.example.com:9093
                security.protocol=SASL_SSL
                registry.url=https://registry.example.com
                database.password=secret
                """);
        ClientSettings settings = ClientSettings.load(
                file,
                Map.of(
                        "CASELINE_CLIENT_SASL_JAAS_CONFIG", "module required;",
                        "CASELINE_CLIENT_REGISTRY_URL", "https://other.example.com",
                        "CASELINE_CLIENT_REGISTRY_TOKEN_FILE", "/run/token",
                        "CASELINE_TOKEN", "not a client setting"));

        assertThat(settings.kafka())
                .isEqualTo(Map.of(
                        "bootstrap.servers", "kafka.example.com:9093",
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "module required;"));
        assertThat(settings.get("registry.url")).contains("https://other.example.com");
        assertThat(settings.get("registry.token-file")).contains("/run/token");
        assertThat(settings.toString()).doesNotContain("secret", "module");
    }

    @Test
    void the_environment_can_name_the_file() throws IOException {
        Path file = file("registry.url=https://registry.example.com");

        assertThat(ClientSettings.load(null, Map.of("CASELINE_CLIENT_CONFIG", file.toString()))
                        .get("registry.url"))
                .isPresent();
    }

    @Test
    void an_unknown_key_is_named() throws IOException {
        Path file = file("sasl.jaas.confg=x");
        assertThatThrownBy(() -> ClientSettings.load(file, Map.of()))
                .isInstanceOf(CliException.class)
                .hasMessage(file + " has the unknown key sasl.jaas.confg");
        assertThatThrownBy(() -> ClientSettings.load(null, Map.of("CASELINE_CLIENT_SASL_JASS_CONFIG", "x")))
                .hasMessage("the variable CASELINE_CLIENT_SASL_JASS_CONFIG stands for no key");
    }

    @Test
    void a_missing_key_is_named_with_its_variable() throws IOException {
        ClientSettings settings = ClientSettings.load(file("registry.username=operator"), Map.of());

        assertThatThrownBy(() ->
                        settings.registry("http://127.0.0.1:1").authorization().get())
                .hasMessage("registry.password is not set, neither in the file of --config nor as"
                        + " CASELINE_CLIENT_REGISTRY_PASSWORD");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws IOException {
        assertThatThrownBy(() -> ClientSettings.load(folder.resolve("none"), Map.of()))
                .hasMessageContaining("none that --config names");
        Path empty = file("");
        ClientSettings settings = ClientSettings.load(file("operations.ca=" + empty), Map.of());
        assertThatThrownBy(settings::operations).hasMessageContaining("that operations.ca names");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "client", ".properties"), content);
    }
}
