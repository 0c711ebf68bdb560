package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeInstallationTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void the_addresses_are_those_of_the_compose_file() throws IOException {
        String compose = Files.readString(Path.of("..", "docker-compose.yml"));

        assertThat(compose)
                .contains("%s: %s".formatted(ComposeInstallation.VARIABLE, ComposeInstallation.VALUE))
                .contains(ComposeInstallation.TELLERS);
        for (String address :
                List.of(ComposeInstallation.GATEWAY, ComposeInstallation.SANDBOX, ComposeInstallation.OPERATIONS)) {
            URI uri = URI.create(address);
            assertThat(compose)
                    .contains("\n  %s:\n".formatted(uri.getHost()))
                    .contains(":-%1$d}:%1$d\"".formatted(uri.getPort()));
        }
    }

    @Test
    void a_container_without_secrets_says_so_and_makes_none() {
        Home home = new Home(folder, folder.resolve("home"));

        assertThatThrownBy(() -> new ComposeInstallation(home).operations())
                .isInstanceOf(CliException.class)
                .hasMessage("this container has no secrets; start the system first: docker compose up -d --wait");
        assertThat(home.directory()).doesNotExist();
    }
}
