package io.caseline.cases.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stand-in for a Salesforce org over real HTTP: keeps cases by their external id, and has faults to switch on. */
public final class FakeOrg {
    public static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";

    private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
    private static final DateTimeFormatter CREATED_DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx");
    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Integer> FIELDS = Map.ofEntries(
            Map.entry(EXTERNAL_ID, 36),
            Map.entry("Subject", 255),
            Map.entry("Description", 32_000),
            Map.entry("SuppliedName", 80),
            Map.entry("SuppliedEmail", 80),
            Map.entry("SuppliedPhone", 40),
            Map.entry("Origin", 255),
            Map.entry("Caseline_Program__c", 50),
            Map.entry("Caseline_Request_Id__c", 36),
            Map.entry("Caseline_Account_Id__c", 100),
            Map.entry("Caseline_Account_Holder_Id__c", 100),
            Map.entry("Caseline_Device__c", 255));

    private static final List<Object> RECORD_TYPES =
            List.of(Map.of("recordTypeId", "012000000000000AAA", "active", true, "available", true, "master", true));

    private final Map<String, OrgCase> cases = new ConcurrentHashMap<>();
    private final Map<String, OrgCase> forgotten = new ConcurrentHashMap<>();
    private volatile CountDownLatch healed = new CountDownLatch(1);
    private final AtomicInteger numbers = new AtomicInteger();
    private final HttpServer server;

    public final AtomicInteger signIns = new AtomicInteger();
    public final AtomicInteger calls = new AtomicInteger();

    /** Calls under way, and the most there were at once. */
    public final AtomicInteger underWay = new AtomicInteger();

    public final AtomicInteger mostAtOnce = new AtomicInteger();

    /** Answers every call with this status, after a while, as long as it is not 0. */
    public volatile int outage;

    /** Answers calls, or sign-ins, with a page in HTML and this status, as long as it is not 0. */
    public volatile int page;

    public volatile int signInPage;

    /** Answers calls, or sign-ins, with this status and no body, as long as it is not 0. */
    public volatile int empty;

    public volatile int signInEmpty;

    /** Refuses calls with 400 whose body this says so of. */
    public volatile Predicate<String> malformed = body -> false;

    /** How many records of a call the automation bears; with more, it refuses each of them. */
    public volatile int automationBears = Integer.MAX_VALUE;

    /** How long before now the cases are created, by the org's clock. */
    public volatile Duration behind = Duration.ZERO;

    /** Answers calls with 503 whose body this says so of. */
    public volatile Predicate<String> outageOf = body -> false;

    /** That many calls do their work and then answer never. */
    public final AtomicInteger unanswered = new AtomicInteger();

    /** That many answers break off in the middle. */
    public final AtomicInteger truncated = new AtomicInteger();

    /** That many answers lack the last result. */
    public final AtomicInteger resultsMissing = new AtomicInteger();

    /** The statusCode that a record is refused with, or null. */
    public volatile Function<JsonNode, @Nullable String> refusal = record -> null;

    /** What it says then, with no field named; if empty, it quotes a customer and names the field. */
    public volatile String refusalMessage = "";

    /** The field that a refusal names. */
    public volatile String refusedField = "Subject";

    /** Lengths of the text fields that describe tells of. */
    public final Map<String, Integer> fields = new ConcurrentHashMap<>(FIELDS);

    public final AtomicInteger describes = new AtomicInteger();

    /** What an insert waits for. */
    public volatile Runnable beforeInsert = () -> {};

    /** What came over the wire for each insert. */
    public final Queue<Sent> inserts = new ConcurrentLinkedQueue<>();

    public final AtomicInteger zippedAnswers = new AtomicInteger();

    /** Refuses every call as beyond a limit, with this message, as long as it is not empty. */
    public volatile String beyondLimit = "";

    /** Whether the API takes no session; one that it has refused so it takes no more. */
    public volatile boolean unfit;

    private volatile String refused = "";

    private volatile String session = "";

    /** Whether the body came as gzip, its bytes as it came and unzipped, and what it says. */
    public record Sent(boolean zipped, int length, int unzippedLength, String json) {}

    public record OrgCase(String id, String number, Instant createdAt, JsonNode fields) {}

    public FakeOrg() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/services/oauth2/token", this::signIn);
        server.createContext("/services/data/v62.0/composite", this::composite);
        server.createContext("/services/data/v62.0/sobjects/Case/describe", this::describe);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public @Nullable OrgCase find(Object correlationId) {
        return cases.get(correlationId.toString());
    }

    /** Takes the case out of sight, until it is remembered. */
    public void forget(Object correlationId) {
        OrgCase removed = cases.remove(correlationId.toString());
        if (removed != null) {
            forgotten.put(correlationId.toString(), removed);
        }
    }

    public void remember(Object correlationId) {
        OrgCase known = forgotten.remove(correlationId.toString());
        if (known != null) {
            cases.put(correlationId.toString(), known);
        }
    }

    /** Takes every fault away. */
    public void heal() {
        healed.countDown();
        healed = new CountDownLatch(1);
        outage = 0;
        page = 0;
        signInPage = 0;
        empty = 0;
        signInEmpty = 0;
        malformed = body -> false;
        automationBears = Integer.MAX_VALUE;
        behind = Duration.ZERO;
        refusedField = "Subject";
        outageOf = body -> false;
        beyondLimit = "";
        unfit = false;
        unanswered.set(0);
        truncated.set(0);
        resultsMissing.set(0);
        refusal = record -> null;
        refusalMessage = "";
        fields.putAll(FIELDS);
        beforeInsert = () -> {};
    }

    public void endSession() {
        session = "";
    }

    private void signIn(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (signInPage != 0) {
            answerPage(exchange, signInPage);
            return;
        }
        if (signInEmpty != 0) {
            answerEmpty(exchange, signInEmpty);
            return;
        }
        if (!form.contains("grant_type=client_credentials") || !form.contains("client_secret=s3cret")) {
            answer(exchange, 400, Map.of("error", "invalid_client"));
            return;
        }
        session = "token-" + signIns.incrementAndGet();
        answer(exchange, 200, Map.of("access_token", session, "instance_url", url().toString()));
    }

    private void composite(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            answerComposite(exchange);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void answerComposite(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        byte[] body = plain(exchange, sent);
        String json = new String(body, StandardCharsets.UTF_8);
        inserts.add(new Sent(sent[0] == 0x1f && sent[1] == (byte) 0x8b, sent.length, body.length, json));
        calls.incrementAndGet();
        if (outageOf.test(json)) {
            answer(exchange, 503, List.of());
            return;
        }
        if (!isLetIn(exchange)) {
            return;
        }
        if (malformed.test(json)) {
            answer(exchange, 400, List.of(Map.of("errorCode", "JSON_PARSER_ERROR", "message", "Unexpected character")));
            return;
        }
        beforeInsert.run();
        List<Object> parts = new ArrayList<>();
        for (JsonNode part : JSON.readTree(body).path("compositeRequest")) {
            Object result = part.path("method").asString().equals("POST")
                    ? insert(part.path("body").path("records"))
                    : query(part.path("url").asString());
            parts.add(Map.of(
                    "body",
                    result,
                    "httpHeaders",
                    Map.of(),
                    "httpStatusCode",
                    200,
                    "referenceId",
                    part.path("referenceId").asString()));
        }
        if (unanswered.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            hang();
            return;
        }
        answer(exchange, 200, Map.of("compositeResponse", parts));
    }

    private boolean isLetIn(HttpExchange exchange) throws IOException {
        if (page != 0) {
            answerPage(exchange, page);
            return false;
        }
        if (empty != 0) {
            answerEmpty(exchange, empty);
            return false;
        }
        if (outage != 0) {
            pause(100);
            answer(exchange, outage, List.of(Map.of("errorCode", "SERVER_UNAVAILABLE", "message", "down")));
            return false;
        }
        if (!beyondLimit.isEmpty()) {
            pause(100);
            answer(exchange, 403, List.of(Map.of("errorCode", "REQUEST_LIMIT_EXCEEDED", "message", beyondLimit)));
            return false;
        }
        if (!("Bearer " + session).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, List.of(Map.of("errorCode", "INVALID_SESSION_ID", "message", "Session expired")));
            return false;
        }
        if (unfit || session.equals(refused)) {
            refused = session;
            String message = "This session is not valid for use with the REST API";
            answer(exchange, 401, List.of(Map.of("errorCode", "INVALID_SESSION_ID", "message", message)));
            return false;
        }
        return true;
    }

    private static byte[] plain(HttpExchange exchange, byte[] body) throws IOException {
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()
                : body;
    }

    private void describe(HttpExchange exchange) throws IOException {
        describes.incrementAndGet();
        if (!isLetIn(exchange)) {
            return;
        }
        List<Object> described = new ArrayList<>();
        fields.forEach((name, length) -> described.add(field(name, "string", length)));
        described.add(field("Caseline_Phone_Type__c", "double", 0));
        answer(
                exchange,
                200,
                Map.of("name", "Case", "createable", true, "fields", described, "recordTypeInfos", RECORD_TYPES));
    }

    private static Map<String, Object> field(String name, String type, int length) {
        boolean externalId = name.equals(EXTERNAL_ID);
        return Map.of(
                "name", name,
                "type", type,
                "length", length,
                "createable", true,
                "unique", externalId,
                "externalId", externalId,
                "restrictedPicklist", false,
                "picklistValues", List.of());
    }

    private List<Object> insert(JsonNode records) {
        List<Object> results = new ArrayList<>();
        if (records.size() > automationBears) {
            records.forEach(record -> results.add(
                    error("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Too many SOQL queries: 101", List.of())));
            return results;
        }
        records.forEach(record -> results.add(insertOne(record)));
        if (resultsMissing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            results.removeLast();
        }
        return results;
    }

    private Object insertOne(JsonNode record) {
        String code = refusal.apply(record);
        if (code != null) {
            return refusalMessage.isEmpty()
                    ? error(code, "a message that quotes Jane's own words", List.of(refusedField))
                    : error(code, refusalMessage, List.of());
        }
        int number = numbers.incrementAndGet();
        OrgCase made = new OrgCase(
                "500%015d".formatted(number),
                "%08d".formatted(number),
                Instant.now().minus(behind),
                record);
        OrgCase existing = cases.putIfAbsent(record.path(EXTERNAL_ID).asString(), made);
        return existing == null
                ? Map.of("id", made.id(), "success", true, "errors", List.of())
                : error("DUPLICATE_VALUE", "duplicate value found: " + EXTERNAL_ID, List.of());
    }

    private static Object error(String code, String message, List<String> fields) {
        return Map.of(
                "success", false, "errors", List.of(Map.of("statusCode", code, "message", message, "fields", fields)));
    }

    private Object query(String url) {
        List<Object> records = new ArrayList<>();
        Matcher ids = QUOTED.matcher(URLDecoder.decode(url, StandardCharsets.UTF_8));
        while (ids.find()) {
            OrgCase found = cases.get(ids.group(1));
            if (found != null) {
                records.add(Map.of(
                        "Id",
                        found.id(),
                        "CaseNumber",
                        found.number(),
                        "CreatedDate",
                        CREATED_DATE.format(found.createdAt().atOffset(ZoneOffset.UTC)),
                        EXTERNAL_ID,
                        ids.group(1)));
            }
        }
        return Map.of("totalSize", records.size(), "done", true, "records", records);
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        if (String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .contains("gzip")) {
            bytes = zipped(bytes);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            zippedAnswers.incrementAndGet();
        }
        boolean truncate = status == 200 && truncated.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes, 0, truncate ? bytes.length / 2 : bytes.length);
        exchange.close();
    }

    private static void answerPage(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write("<html>Down for maintenance</html>".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private static void answerEmpty(HttpExchange exchange, int status) throws IOException {
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", "https://login.example.com/");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    /** Until all faults are taken away. */
    private void hang() {
        try {
            healed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
