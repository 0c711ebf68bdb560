package io.caseline.trials.chaos;

import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends requests to the gateway and logs the responses. A request without a response is sent again. */
final class Client {

    private static final Duration RETRY_DELAY = Duration.ofMillis(300);
    private static final Duration RETRY_TIMEOUT = Duration.ofMinutes(3);

    private final Http gateway;
    private final String authorization;
    private final ResponseReader reader;
    private final RequestLog log = new RequestLog();

    /** Reads the responses of one API. */
    interface ResponseReader {

        /** Logs the response; returns whether it accepts the request. */
        boolean accepted(Response answer, RequestLog.Entry entry);
    }

    Client(Http gateway, String token, ResponseReader reader) {
        this.gateway = gateway;
        this.authorization = "bearer " + token;
        this.reader = reader;
    }

    RequestLog log() {
        return log;
    }

    Response get(String path) throws IOException, InterruptedException {
        return gateway.send("GET", path, Map.of("Authorization", authorization), "");
    }

    void sendUntilAnswered(Request request) {
        RequestLog.Entry entry = log.of(request);
        long deadline = System.nanoTime() + RETRY_TIMEOUT.toNanos();
        while (!isAnswered(entry)) {
            log.unanswered();
            if (request.givesUp() || Thread.currentThread().isInterrupted()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                entry.unexpected().add("no response within " + RETRY_TIMEOUT);
                return;
            }
            sleep(RETRY_DELAY);
        }
    }

    private boolean isAnswered(RequestLog.Entry entry) {
        Request request = entry.request();
        Map<String, String> headers = new HashMap<>(Map.of(
                "Authorization", authorization, "Content-Type", "application/json", "X-GD-RequestId", request.id()));
        if (request.prefer() != null) {
            headers.put("Prefer", request.prefer());
        }
        log.sent();
        try {
            Response answer = gateway.send("POST", request.path(), headers, request.body());
            if (reader.accepted(answer, entry)) {
                return true;
            }
            if (answer.status() / 100 == 4 && answer.status() != 408 && answer.status() != 429) {
                entry.unexpected().add("HTTP %d %s".formatted(answer.status(), answer.body()));
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
