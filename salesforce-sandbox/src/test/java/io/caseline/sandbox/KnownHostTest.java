package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.web.testing.RawHttp;
import io.caseline.web.testing.RawHttp.RawResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site cannot reach the sandbox through a browser on this machine. */
class KnownHostTest extends SandboxTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8403", "127.0.0.1:1", "[::1]:8403"})
    void requests_for_this_machine_are_answered(String host) {
        assertThat(get("/", host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"attacker.example:8403", "localhost.attacker.example", "127.0.0.2", "[::2]", "0.0.0.0"})
    void requests_for_another_host_are_refused(String host) {
        for (String path : new String[] {"/", "/sandbox/faults", "/services/data/v62.0/limits"}) {
            RawResponse response = get(path, host);
            assertThat(response.status()).isEqualTo(421);
            assertThat(response.text()).contains("This host is not in the setting sandbox.hosts");
        }
    }

    private RawResponse get(String path, String host) {
        return RawHttp.send(
                port,
                "GET " + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n");
    }
}
