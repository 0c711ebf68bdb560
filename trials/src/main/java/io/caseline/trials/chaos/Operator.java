package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import io.caseline.trials.Operations;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operator at the operations API of two case-processors. Without a response, or if an instance is gone, the operator looks at
 * the other one whether the action was done, and repeats it if not.
 */
final class Operator {

    private static final Duration GIVE_UP = Duration.ofMinutes(6);
    private static final Duration BETWEEN = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(300);

    /** Long enough that the mass replay is still going on at the last fault. */
    private static final int SECONDS_A_FAULT = 12;

    private static final int CANARY = 20;
    private static final int CANARY_PERCENT = 90;
    private static final int FEW = 5;

    /** Slow, so that it is cancelled in the middle. */
    private static final int CANCELLED_RATE = 2;

    private final List<Operations> instances;
    private final Database database;
    private final int faults;
    private final Thread thread = Thread.ofVirtual().name("operator").unstarted(this::work);

    /** What was done, as the audit has to have it: the action and the replay or case. */
    private final List<String> actions = new ArrayList<>();

    private final List<String> problems = new ArrayList<>();
    private String amended = "";
    private int mass;
    private long cancelledReplay;
    private volatile boolean stopped;
    private int turn;

    Operator(List<Operations> instances, Database database, int faults) {
        this.instances = instances;
        this.database = database;
        this.faults = faults;
    }

    void start() throws IOException, InterruptedException {
        amend();
        mass = failed(ReplayTrial.MASS_PROGRAM, Integer.MAX_VALUE).size();
        thread.start();
    }

    /** Returns when the replays have ended, or cannot end. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    /** What the audit must have, each exactly once. */
    List<String> actions() {
        return List.copyOf(actions);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The case whose subject was corrected. */
    String amended() {
        return amended;
    }

    long cancelledReplay() {
        return cancelledReplay;
    }

    /** How many failed cases of the program a replay would have now. */
    int toReplay(String program) throws IOException, InterruptedException {
        return Operations.require(
                        next().send("POST", "/replays", Map.of("dryRun", true, "filter", Map.of("program", program))))
                .body()
                .at("/toReplay")
                .asInt();
    }

    /** Before any fault: repeated after a lost response it would be done, and recorded, twice. */
    private void amend() throws IOException, InterruptedException {
        amended = failed(ReplayTrial.MASS_PROGRAM, 40).stream()
                .filter(this::isHopeless)
                .findFirst()
                .orElseThrow();
        actions.add("CONTENT_VIEWED " + amended);
        actions.add("CONTENT_AMENDED " + amended);
    }

    /** Amends it if it is hopeless; the content of others is viewed and left alone. */
    private boolean isHopeless(String id) {
        try {
            String path = "/submissions/%s/content".formatted(id);
            JsonNode view =
                    Operations.require(next().get(path + "?reason=Amended")).body();
            ObjectNode content = (ObjectNode) view.at("/content");
            if (!content.at("/subject").asString().startsWith(ReplayTrial.HOPELESS)) {
                actions.add("CONTENT_VIEWED " + id);
                return false;
            }
            content.put("subject", "As Salesforce wants it");
            Operations.require(next().send(
                            "PUT",
                            path,
                            Map.of(
                                    "content",
                                    content,
                                    "attempts",
                                    view.at("/attempts").asInt(),
                                    "reason",
                                    "Amended")));
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void work() {
        try {
            cancelledReplay = begin(
                    "To be cancelled",
                    Map.of("filter", Map.of("program", ReplayTrial.CANCELLED_PROGRAM), "rate", CANCELLED_RATE));
            long massReplay = begin(
                    "After the correction",
                    Map.of(
                            "filter",
                            Map.of("program", ReplayTrial.MASS_PROGRAM),
                            "rate",
                            Math.max(10, mass / (SECONDS_A_FAULT * faults)),
                            "canary",
                            Map.of("size", CANARY, "percent", CANARY_PERCENT)));
            awaitState(massReplay, "PAUSED");
            actions.add("REPLAY_PAUSED " + massReplay); // by the canary
            act(massReplay, "resume", "RUNNING");
            awaitOutcomes(cancelledReplay, FEW);
            act(cancelledReplay, "pause", "PAUSED");
            act(cancelledReplay, "resume", "RUNNING");
            act(cancelledReplay, "cancel", "CANCELLED");
            while (!stopped) {
                few();
                Thread.sleep(BETWEEN);
            }
            awaitState(massReplay, "FINISHED");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            problems.add(e.toString());
        }
    }

    /** A small replay of chosen cases, of those that the cancelled replay has left behind. */
    private void few() throws InterruptedException {
        List<String> chosen = new ArrayList<>();
        try {
            chosen.addAll(failed(ReplayTrial.CANCELLED_PROGRAM, FEW));
        } catch (IllegalStateException e) {
            return; // PostgreSQL is down
        }
        if (!chosen.isEmpty()) {
            begin("A few " + turn, Map.of("filter", Map.of("correlationIds", chosen)));
        }
    }

    private List<String> failed(String program, int limit) {
        try {
            return database.query("""
                    SELECT correlation_id FROM ledger_entry entry WHERE state = 'FAILED' AND program_code = '%s'
                        AND NOT EXISTS (SELECT FROM replay_entry other
                            WHERE other.correlation_id = entry.correlation_id AND other.state IN ('WAITING', 'SENT'))
                    LIMIT %d""".formatted(program, limit), row -> row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a replay once, with a reason that no other has. */
    private long begin(String reason, Map<String, ?> body) throws InterruptedException {
        ObjectNode request = Http.JSON.valueToTree(body);
        request.put("reason", reason);
        long id = until(
                "start of a replay",
                () -> {
                    Response response = next().send("POST", "/replays", request);
                    if (response.status() == 201) {
                        return response.body().at("/id").asLong();
                    }
                    return byReason(reason);
                },
                () -> byReason(reason));
        actions.add("REPLAY_STARTED " + id);
        if (!reason.equals("To be cancelled")) {
            actions.add("REPLAY_FINISHED " + id);
        }
        return id;
    }

    private @Nullable Long byReason(String reason) throws IOException, InterruptedException {
        for (JsonNode replay :
                Operations.require(next().get("/replays?limit=20")).body().at("/items")) {
            if (replay.at("/reason").asString().equals(reason)) {
                return replay.at("/id").asLong();
            }
        }
        return null;
    }

    private void act(long id, String verb, String state) throws InterruptedException {
        until(
                verb,
                () -> {
                    Response response =
                            next().send("POST", "/replays/%d/%s".formatted(id, verb), Map.of("reason", "Chaos"));
                    if (response.isOk()) {
                return id;
            }
            return done(id, state);
                },
                () -> done(id, state));
        actions.add("REPLAY_%s %d"
                .formatted(
                        Map.of("pause", "PAUSED", "resume", "RESUMED", "cancel", "CANCELLED")
                                .get(verb),
                        id));
    }

    private @Nullable Long done(long id, String state) throws IOException, InterruptedException {
        return states(id).contains(state) ? (Long) id : null;
    }

    private void awaitState(long id, String state) throws InterruptedException {
        until("replay %d being %s".formatted(id, state), () -> done(id, state), () -> null);
    }

    private void awaitOutcomes(long id, int outcomes) throws InterruptedException {
        until(
                "outcomes of replay " + id,
                () -> {
                    JsonNode progress = Operations.require(next().get("/replays/" + id))
                            .body()
                            .at("/progress");
                    return progress.at("/created").asInt() >= outcomes ? (Long) id : null;
                },
                () -> null);
    }

    private Set<String> states(long id) throws IOException, InterruptedException {
        return Set.of(Operations.require(next().get("/replays/" + id)).text("/state"));
    }

    /** An attempt; null if it has to be repeated. */
    private interface Attempt {
        @Nullable
        Long run() throws IOException, InterruptedException;
    }

    /** @param look finds out whether an attempt without a response has succeeded */
    private long until(String what, Attempt attempt, Attempt look) throws InterruptedException {
        long deadline = System.nanoTime() + GIVE_UP.toNanos();
        boolean unclear = false;
        while (System.nanoTime() < deadline) {
            try {
                Long result = unclear ? look.run() : null;
                unclear = false;
                if (result == null) {
                    unclear = true;
                    result = attempt.run();
                    unclear = false;
                }
                if (result != null) {
                    return result;
                }
            } catch (IOException | CliException e) {
                // the instance is killed or frozen, or has no database
            }
            Thread.sleep(POLL);
        }
        throw new IllegalStateException("no " + what + " within " + GIVE_UP);
    }

    private Operations next() {
        return instances.get(turn++ % instances.size());
    }
}
