package io.caseline.tellers.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caseline.messaging.testing.RegistryProcess;
import io.caseline.messaging.testing.TestServices;
import io.caseline.tellers.TellerProcessorApplication;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;

class DatabaseAwayTest {

    @Test
    void a_database_that_stays_away_is_named_in_a_sentence() {
        int port = RegistryProcess.freePort();
        Throwable failure = catchThrowable(() -> new SpringApplicationBuilder(TellerProcessorApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/tellers",
                        "--spring.datasource.hikari.initialization-fail-timeout=1",
                        "--caseline.sealing.keyset=" + TestServices.sealingKeys(),
                        "--caseline.fingerprint.keyset=" + TestServices.fingerprintKeys()));

        FailureAnalysis analysis = new DatabaseAway().analyze(failure);

        assertThat(analysis)
                .isNotNull()
                .extracting(FailureAnalysis::getDescription)
                .asString()
                .startsWith("PostgreSQL does not answer:")
                .contains(Integer.toString(port));
    }
}
