package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Ports.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Home home;

    @BeforeEach
    void home() {
        home = new Home(folder, folder.resolve("home"));
    }

    @Test
    void ports_are_consecutive_from_the_base() {
        Ports ports = new Ports(8400);

        assertThat(ports.of(Port.GATEWAY)).isEqualTo(8400);
        assertThat(ports.of(Port.KAFKA)).isEqualTo(8406);
        assertThat(ports.of(Port.POSTGRES)).isEqualTo(8408);
        assertThat(ports.of(Port.CASE_OPERATIONS)).isEqualTo(8409);
        assertThat(ports.url(Port.SALESFORCE_SANDBOX)).isEqualTo("http://127.0.0.1:8403");
    }

    @Test
    void the_option_overrides_the_environment_and_the_environment_the_last_ports() throws IOException {
        Map<String, String> environment = Map.of("CASELINE_PORT_BASE", "9200");

        assertThat(Ports.choose(home, null, Map.of()).base()).isEqualTo(Ports.DEFAULT_BASE);
        new Ports(9300).remember(home);

        assertThat(Ports.choose(home, 9100, environment).base()).isEqualTo(9100);
        assertThat(Ports.choose(home, null, environment).base()).isEqualTo(9200);
        assertThat(Ports.choose(home, null, Map.of()).base()).isEqualTo(9300);
        assertThat(Ports.remembered(home).base()).isEqualTo(9300);
    }

    @Test
    void a_port_in_use_is_reported_with_its_service() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(other.getLocalPort());

            assertThatThrownBy(ports::checkFree)
                    .isInstanceOf(CliException.class)
                    .hasMessage("port %d (gateway) is in use; free it or choose other ports with --port-base N"
                            .formatted(ports.base()));
        }
    }

    @Test
    void a_base_out_of_range_is_refused() {
        assertThatThrownBy(() -> new Ports(80)).isInstanceOf(CliException.class).hasMessageContaining("80");
        assertThatThrownBy(() -> new Ports(65530))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("65530");
    }

    @Test
    void an_invalid_number_is_refused_with_its_source() throws IOException {
        assertThatThrownBy(() -> Ports.choose(home, null, Map.of("CASELINE_PORT_BASE", "many")))
                .isInstanceOf(CliException.class)
                .hasMessage("CASELINE_PORT_BASE must be a port number, but is \"many\"");
        Files.writeString(home.portsFile(), "");
        assertThatThrownBy(() -> Ports.remembered(home))
                .isInstanceOf(CliException.class)
                .hasMessageContaining(home.portsFile().toString());
    }
}
