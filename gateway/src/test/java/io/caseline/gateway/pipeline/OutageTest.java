package io.caseline.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** While Salesforce is unavailable, no reply comes, and every caller waits as long as it may. */
class OutageTest {
    private static final int CALLERS = 1_000;
    private static final List<String> PROGRAMS = List.of("gobank", "rapidpay");
    private static final String BODY =
            "{\"subject\":\"Card lost\",\"customerQuestion\":\"%s\"}".formatted("why? ".repeat(100));

    /** At a gateway that has just started: it has never sent a command. */
    @Test
    void a_thousand_callers_of_two_programs_who_connect_at_once_and_wait_get_202() throws Exception {
        try (Gateway gateway = Gateway.start("caseline.programs.rapidpay.enabled=true")) {
            gateway.processors().pauseReplies(true);

            assertThat(statuses(gateway)).isEqualTo(Map.of(202, (long) CALLERS));
            assertThat(statuses(gateway)).as("again, on new connections").isEqualTo(Map.of(202, (long) CALLERS));
        }
    }

    private static Map<Integer, Long> statuses(Gateway gateway)
            throws IOException, InterruptedException, ExecutionException {
        List<Socket> sockets = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
            }
            List<String> tokens = PROGRAMS.stream().map(OutageTest::token).toList();
            List<Future<Integer>> responses = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Socket socket = sockets.get(i);
                int caller = i % PROGRAMS.size();
                responses.add(callers.submit(() -> status(socket, PROGRAMS.get(caller), tokens.get(caller))));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> response : responses) {
                statuses.add(response.get());
            }
            return statuses.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String token(String program) {
        return Tokens.signed(Tokens.claims().claim("programs", List.of(program)));
    }

    private static int status(Socket socket, String program, String token) {
        try {
            String request =
                    "POST /programs/" + program + "/customerCare/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                            + token + "\r\nContent-Type: application/json\r\nPrefer: wait=3\r\nX-GD-RequestId: "
                            + UUID.randomUUID() + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return line == null ? -1 : Integer.parseInt(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
