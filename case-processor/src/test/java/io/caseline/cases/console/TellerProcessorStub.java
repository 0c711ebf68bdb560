package io.caseline.cases.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caseline.messaging.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers as teller-processor's endpoints for operators do, with data that a test sets. */
final class TellerProcessorStub {
    static final String ACCOUNT = "06e33e98-5c40-4c1a-967b-930f28f509a4";
    static final String COMMAND = "77b4c7cc-4d0e-4f0e-8d4e-5d1a2f0c9a11";

    private static final String TELLER = """
            {"merchantId": "fscc0342", "tellerId": "teller-1", "status": "Active",
             "card": {"accountId": "%1$s", "feePlan": "Employee", "since": "2026-03-01T10:00:00Z", "correlationId": "%2$s"},
             "history": {"entries": [{"associatedAt": "2026-03-01T10:00:00Z", "accountId": "%1$s", "replacedAccountId": null,
                                      "correlationId": "%2$s"}], "next": "2026-03-01T10:00:00Z_%2$s"}}""".formatted(ACCOUNT, COMMAND);
    private static final String FEE_PLANS = """
            {"accountId": "%1$s", "status": "Active", "feePlan": "Employee", "openedAt": "2025-01-01T00:00:00Z",
             "history": {"entries": [{"changedAt": "2026-03-01T10:00:00Z", "from": "Standard", "to": "Employee",
                                      "correlationId": "%2$s", "merchantId": "fscc0342", "tellerId": "teller-1"}], "next": null}}""".formatted(ACCOUNT, COMMAND);
    private static final String PENDING = """
            {"total": 1, "changes": [{"accountId": "%1$s", "feePlan": "Standard", "requestedPlan": "Employee", "restoreTo": null,
                                      "since": "2026-03-02T10:00:00Z", "correlationId": "%2$s"}]}""".formatted(ACCOUNT, COMMAND);

    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "/internal/operators/teller",
            TELLER,
            "/internal/operators/accounts/" + ACCOUNT,
            FEE_PLANS,
            "/internal/operators/pending-plan-changes",
            PENDING));
    private final HttpServer server;
    private final String host;
    private volatile int status = 200;
    private volatile @Nullable String authorization;

    TellerProcessorStub() {
        this(server(), "http://127.0.0.1");
    }

    private TellerProcessorStub(HttpServer server, String host) {
        this.server = server;
        this.host = host;
        server.createContext("/", this::answer);
        server.start();
    }

    /** One that speaks TLS, with the certificate of the tests. */
    static TellerProcessorStub secure() {
        return new TellerProcessorStub(Certificates.shared().server(), "https://localhost");
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String found = answers.get(exchange.getRequestURI().getPath());
        byte[] body = (found == null ? "{}" : found).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status != 200 ? status : found == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return host + ":" + server.getAddress().getPort();
    }

    void answerWith(int code) {
        status = code;
    }

    /** Of the latest request. */
    @Nullable
    String authorization() {
        return authorization;
    }
}
