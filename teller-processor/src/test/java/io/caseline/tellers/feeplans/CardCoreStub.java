package io.caseline.tellers.feeplans;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.caseline.messaging.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A card core over real HTTP, as strict as docs/guides/card-core.md allows: it repeats its response to a key for ever. Fails on
 * demand.
 */
public final class CardCoreStub implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/core/v1/accounts/([0-9a-f-]{36})/fee-plan");
    private static final Pattern BODY = Pattern.compile("\\{\"feePlan\":\"(\\w+)\"}");

    private final Map<UUID, String> plans = new ConcurrentHashMap<>();
    private final Map<String, Answer> answered = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();
    private final Map<UUID, CountDownLatch> held = new ConcurrentHashMap<>();
    private final List<String> misused = new CopyOnWriteArrayList<>();
    private final Map<UUID, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<UUID, Runnable> afterChange = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String host;
    private volatile int failure;
    private volatile Runnable beforeAnswer = () -> {};

    public CardCoreStub() {
        this(server(), "http://127.0.0.1");
    }

    private CardCoreStub(HttpServer server, String host) {
        this.server = server;
        this.host = host;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** One that speaks TLS, with the certificate of the tests. */
    static CardCoreStub secure() {
        return new CardCoreStub(Certificates.shared().server(), "https://localhost");
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public record Call(
            UUID account, String plan, String key, @Nullable String authorization, int status) {}

    private record Answer(UUID account, String plan, int status) {}

    public URI url() {
        return URI.create(host + ":" + server.getAddress().getPort() + "/core/v1");
    }

    /** The account's plan; null if it was never changed. */
    public @Nullable String plan(UUID account) {
        return plans.get(account);
    }

    public List<Call> calls(UUID account) {
        return calls.stream().filter(call -> call.account().equals(account)).toList();
    }

    /** The greatest number of calls at one time. */
    public int most() {
        return most.get();
    }

    public void refuse(UUID account, int status) {
        refusals.put(account, status);
    }

    public void refuseNoMore(UUID account) {
        refusals.remove(account);
    }

    /** Answers every call with this status from now on; 0 ends it. */
    public void fail(int status) {
        failure = status;
    }

    /** Answers every call for the account with this status from now on, without effect; 0 ends it. */
    void fail(UUID account, int status) {
        failures.put(account, status);
    }

    /** The next call for the account takes effect and is answered only when the latch is open. */
    void hold(UUID account, CountDownLatch latch) {
        held.put(account, latch);
    }

    /** Keys that were used for a second account or plan. */
    public List<String> misused() {
        return misused;
    }

    /** Runs once when the account's plan has changed, before the response. */
    public void afterChange(UUID account, Runnable what) {
        afterChange.put(account, what);
    }

    public void beforeAnswer(Runnable what) {
        beforeAnswer = what;
    }

    private void answer(HttpExchange exchange) throws IOException {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try (exchange) {
            beforeAnswer.run();
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            Matcher body = BODY.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            boolean understood = "PUT".equals(exchange.getRequestMethod())
                    && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
                    && path.matches()
                    && body.matches()
                    && key != null;
            now.decrementAndGet();
            exchange.sendResponseHeaders(
                    understood ? status(UUID.fromString(path.group(1)), body.group(1), key, exchange) : 404, -1);
        }
    }

    private int status(UUID account, String plan, String key, HttpExchange exchange) {
        CountDownLatch latch = held.remove(account);
        if (latch != null) {
            await(latch);
        }
        int current = failure != 0 ? failure : failures.getOrDefault(account, 0);
        int status = current != 0 ? current : known(account, plan, key);
        calls.add(new Call(account, plan, key, exchange.getRequestHeaders().getFirst("Authorization"), status));
        Runnable then = status == 204 ? afterChange.remove(account) : null;
        if (then != null) {
            then.run();
        }
        return status;
    }

    private int known(UUID account, String plan, String key) {
        Answer answer = answered.computeIfAbsent(key, first -> new Answer(account, plan, change(account, plan)));
        if (answer.account().equals(account) && answer.plan().equals(plan)) {
            return answer.status();
        }
        misused.add(key);
        return 422;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int change(UUID account, String plan) {
        Integer refusal = refusals.get(account);
        if (refusal != null) {
            return refusal;
        }
        plans.put(account, plan);
        return 204;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
