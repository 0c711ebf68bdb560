package io.caseline.trials.chaos;

import io.caseline.trials.Database;
import io.caseline.trials.Operations;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An operator who amends a case and replays the others: all of a program, a program but not to the end, and a few at a time. */
final class Operator {

    private static final Duration BETWEEN = Duration.ofSeconds(4);

    /** Long enough that the mass replay is still going on at the last fault. */
    private static final int SECONDS_A_FAULT = 30;

    private static final int CANARY = 20;
    private static final int CANARY_PERCENT = 90;
    private static final int FEW = 5;

    /** Cases that stay as the cancelled replay has left them. */
    private static final int LEFT = 20;

    /** Slow, so that it is cancelled in the middle. */
    private static final int CANCELLED_RATE = 1;

    private final ReplayActions replays;
    private final Database database;
    private final int faults;
    private final Thread thread = Thread.ofVirtual().name("operator").unstarted(this::work);

    private final List<String> problems = new ArrayList<>();
    private String amended = "";
    private int mass;
    private long cancelledReplay;
    private volatile boolean stopped;
    private int number;

    Operator(List<Operations> instances, Database database, int faults) {
        this.replays = new ReplayActions(instances);
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
        return replays.actions();
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
        return Operations.require(replays.current()
                        .send("POST", "/replays", Map.of("dryRun", true, "filter", Map.of("program", program))))
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
        replays.happened("CONTENT_VIEWED " + amended);
        replays.happened("CONTENT_AMENDED " + amended);
    }

    /** Amends it if it is hopeless; the content of others is viewed and left alone. */
    private boolean isHopeless(String id) {
        try {
            String path = "/submissions/%s/content".formatted(id);
            JsonNode view = Operations.require(replays.current().get(path + "?reason=Amended"))
                    .body();
            ObjectNode content = (ObjectNode) view.at("/content");
            if (!content.at("/subject").asString().startsWith(ReplayTrial.HOPELESS)) {
                replays.happened("CONTENT_VIEWED " + id);
                return false;
            }
            content.put("subject", "As Salesforce wants it");
            Operations.require(replays.current()
                    .send(
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
            cancelledReplay = replays.begin(
                    "To be cancelled",
                    Map.of("filter", Map.of("program", ReplayTrial.CANCELLED_PROGRAM), "rate", CANCELLED_RATE));
            replays.act(cancelledReplay, "pause", "PAUSED");
            long massReplay = replays.begin(
                    "After the correction",
                    Map.of(
                            "filter",
                            Map.of("program", ReplayTrial.MASS_PROGRAM),
                            "rate",
                            Math.max(2, mass / (SECONDS_A_FAULT * faults)),
                            "canary",
                            Map.of("size", CANARY, "percent", CANARY_PERCENT)));
            replays.awaitState(massReplay, "PAUSED");
            replays.happened("REPLAY_PAUSED " + massReplay); // by the canary
            replays.act(massReplay, "resume", "RUNNING");
            replays.act(cancelledReplay, "resume", "RUNNING");
            replays.awaitOutcomes(cancelledReplay, FEW);
            replays.act(cancelledReplay, "cancel", "CANCELLED");
            while (!stopped) {
                few();
                Thread.sleep(BETWEEN);
            }
            replays.awaitState(massReplay, "FINISHED");
            replays.happened("REPLAY_FINISHED " + massReplay);
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
            chosen.addAll(failed(ReplayTrial.CANCELLED_PROGRAM, FEW + LEFT));
        } catch (IllegalStateException e) {
            return; // PostgreSQL is down
        }
        if (chosen.size() == FEW + LEFT) {
            long few = replays.begin(
                    "A few " + number++, Map.of("filter", Map.of("correlationIds", chosen.subList(0, FEW))));
            replays.happened("REPLAY_FINISHED " + few);
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
}
