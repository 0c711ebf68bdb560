package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class CaseRequestsTest {
    private static final CaseRequests REQUESTS =
            new CaseRequests(InetSocketAddress.createUnresolved("localhost", 8400), "a.secret.token", "wait=30");

    @Test
    void every_request_is_another_case_also_in_another_run() {
        LongFunction<byte[]> run = REQUESTS.ofProgram("gobank");

        assertThat(text(run, 1)).isNotEqualTo(text(run, 2)).isEqualTo(text(run, 1));
        assertThat(text(run, 1)).isNotEqualTo(text(REQUESTS.ofProgram("gobank"), 1));
    }

    @Test
    void a_request_is_whole() {
        String[] request = text(REQUESTS.ofProgram("gobank"), 1).split("\r\n\r\n", 2);

        assertThat(request[0])
                .startsWith("POST /programs/gobank/customerCare/cases HTTP/1.1\r\n")
                .contains("Prefer: wait=30", "Authorization: Bearer a.secret.token")
                .contains("Content-Length: " + request[1].getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void the_token_stays_out_of_logs() {
        assertThat(REQUESTS.toString()).doesNotContain("secret");
    }

    private static String text(LongFunction<byte[]> requests, long number) {
        return new String(requests.apply(number), StandardCharsets.UTF_8);
    }
}
