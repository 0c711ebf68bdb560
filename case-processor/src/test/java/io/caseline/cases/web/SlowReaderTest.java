package io.caseline.cases.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.web.testing.RawHttp;
import io.caseline.web.testing.SlowReaders;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who send requests one behind the other, and never read a response. */
class SlowReaderTest extends RunningCaseProcessor {
    /** More than the servers of most applications have threads. */
    private static final int CALLERS = 220;

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/internal/cases/1", "/./"})
    void they_hold_no_thread_of_the_port_for_machines(String path) throws Exception {
        try (SlowReaders callers = new SlowReaders(port, CALLERS)) {
            callers.fillUp(get(path));
            isAnswered(port, "/actuator/health/liveness");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/ops/v1/overview"})
    void they_hold_no_thread_of_the_port_for_people(String path) throws Exception {
        try (SlowReaders callers = new SlowReaders(operationsPort, CALLERS)) {
            callers.fillUp(get(path));
            isAnswered(operationsPort, "/console/sign-in");
        }
    }

    /** In the end: a busy machine may need a while. */
    private static void isAnswered(int port, String path) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(RawHttp.send(port, last(path)).status()).isEqualTo(200));
    }

    private static String last(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }
}
