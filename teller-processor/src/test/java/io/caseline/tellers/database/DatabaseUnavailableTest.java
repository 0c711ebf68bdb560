package io.caseline.tellers.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caseline.messaging.testing.TestServices;
import io.caseline.tellers.TellerProcessorApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;

class DatabaseUnavailableTest {

    @Test
    void an_unavailable_database_is_reported_in_one_sentence() throws IOException {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // reserved, but nobody listens
            report(bound.getLocalPort());
        }
    }

    private static void report(int port) {
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(TellerProcessorApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/tellers",
                        "--spring.datasource.hikari.initialization-fail-timeout=1",
                        "--caseline.sealing.keyset=" + TestServices.sealingKeys(),
                        "--caseline.fingerprint.keyset=" + TestServices.fingerprintKeys()));

        FailureAnalysis analysis = new DatabaseUnavailableAnalyzer().analyze(failure);

        assertThat(analysis)
                .isNotNull()
                .extracting(FailureAnalysis::getDescription)
                .asString()
                .startsWith("PostgreSQL is unavailable:")
                .contains(Integer.toString(port));
    }
}
