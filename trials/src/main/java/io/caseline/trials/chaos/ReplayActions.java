package io.caseline.trials.chaos;

import io.caseline.cli.CliException;
import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import io.caseline.trials.Operations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Actions at the operations APIs of two case-processors. Without a response, or if an instance is gone, the other one is asked
 * whether the action was done, and it is repeated if not.
 */
final class ReplayActions {

    private static final Duration GIVE_UP = Duration.ofMinutes(6);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Map<String, String> AUDITED =
            Map.of("pause", "PAUSED", "resume", "RESUMED", "cancel", "CANCELLED");

    private final List<Operations> instances;
    private final List<String> actions = new ArrayList<>();
    private int current;

    ReplayActions(List<Operations> instances) {
        this.instances = instances;
    }

    /** Something that happened, as the audit must have it: the action, and the replay or case. */
    void happened(String action) {
        actions.add(action);
    }

    List<String> actions() {
        return List.copyOf(actions);
    }

    /** Starts a replay once, with a reason that no other has. */
    long begin(String reason, Map<String, ?> body) throws InterruptedException {
        ObjectNode request = Http.JSON.valueToTree(body);
        request.put("reason", reason);
        long id = until(
                "start of a replay",
                () -> {
                    Response response = current().send("POST", "/replays", request);
                    if (response.status() == 201) {
                        return response.body().at("/id").asLong();
                    }
                    return byReason(reason);
                },
                () -> byReason(reason));
        actions.add("REPLAY_STARTED " + id);
        return id;
    }

    private @Nullable Long byReason(String reason) throws IOException, InterruptedException {
        for (JsonNode replay :
                Operations.require(current().get("/replays?limit=20")).body().at("/items")) {
            if (replay.at("/reason").asString().equals(reason)) {
                return replay.at("/id").asLong();
            }
        }
        return null;
    }

    void act(long id, String verb, String state) throws InterruptedException {
        until(
                verb,
                () -> {
                    Response response =
                            current().send("POST", "/replays/%d/%s".formatted(id, verb), Map.of("reason", "Chaos"));
                    if (response.isOk()) {
                        return id;
                    }
                    return done(id, state);
                },
                () -> done(id, state));
        actions.add("REPLAY_%s %d".formatted(AUDITED.get(verb), id));
    }

    private @Nullable Long done(long id, String state) throws IOException, InterruptedException {
        return Operations.require(current().get("/replays/" + id))
                        .text("/state")
                        .equals(state)
                ? (Long) id
                : null;
    }

    void awaitState(long id, String state) throws InterruptedException {
        until("replay %d being %s".formatted(id, state), () -> done(id, state), () -> null);
    }

    void awaitOutcomes(long id, int outcomes) throws InterruptedException {
        until(
                "outcomes of replay " + id,
                () -> {
                    JsonNode progress = Operations.require(current().get("/replays/" + id))
                            .body()
                            .at("/progress");
                    return progress.at("/created").asInt() >= outcomes ? (Long) id : null;
                },
                () -> null);
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
                current++; // the instance is killed or frozen, or has no database
            }
            Thread.sleep(POLL);
        }
        throw new IllegalStateException("no " + what + " within " + GIVE_UP);
    }

    /** The instance that responded last, or the other one. */
    Operations current() {
        return instances.get(current % instances.size());
    }
}
