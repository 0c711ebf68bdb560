package io.caseline.local.chaos;

import io.caseline.local.chaos.Trial.Trouble;
import io.caseline.local.parts.Ports.Port;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries a plan out, blow after blow, each followed by some trouble of the trial's own while the dead come back. */
final class Blows {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LONGEST_AT_RANDOM = Duration.ofMillis(1500);

    /** Longer than the sessions and the transactions that the stage allows. */
    private static final Duration FROZEN = Duration.ofSeconds(9);

    private static final Duration TROUBLED = Duration.ofSeconds(3);

    private final Stage stage;
    private final Trial trial;
    private final Plan plan;
    private final Consumer<String> console;
    private final Random random;
    private final List<Trouble> troubles;
    private final List<String> missed = new ArrayList<>();
    private final Map<String, Integer> planned = new LinkedHashMap<>();
    private final Map<String, Integer> hit = new LinkedHashMap<>();
    private CompletableFuture<Void> revived = CompletableFuture.completedFuture(null);

    Blows(Stage stage, Trial trial, Plan plan, Consumer<String> console) {
        this.stage = stage;
        this.trial = trial;
        this.plan = plan;
        this.console = console;
        this.random = new Random(plan.seed());
        this.troubles = new ArrayList<>(trial.troubles());
        Collections.shuffle(troubles, random);
    }

    void strikeAll() throws IOException, InterruptedException, SQLException {
        int number = 0;
        for (Strike strike : plan.strikes()) {
            Trouble trouble = troubles.get(number % troubles.size());
            number++;
            planned.merge(strike.toString(), 1, Integer::sum);
            long began = System.nanoTime();
            awaitRevived();
            Trap trap = set(strike);
            if (trap != null && !trap.awaitSprung(PATIENCE)) {
                stage.tap(victim(strike), trap.point()).disarm();
                missed.add("%d: %s".formatted(number, strike));
                continue;
            }
            revived = strike(strike, trap);
            hit.merge(strike.toString(), 1, Integer::sum);
            trouble.begin().run();
            Thread.sleep(TROUBLED);
            trouble.end().run();
            console.accept("  %d/%d %s (%s); then %s; %.1f s"
                    .formatted(
                            number,
                            plan.strikes().size(),
                            strike,
                            victim(strike),
                            trouble.name(),
                            (System.nanoTime() - began) / 1e9));
        }
    }

    /** Returns when everything that was killed is up again. */
    void awaitRevived() {
        revived.join();
    }

    /** What did not come to its point in time. */
    List<String> missed() {
        return missed;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  %-105s %7s %4s".formatted("blow", "planned", "hit"));
        planned.forEach(
                (strike, count) -> lines.add("  %-105s %7d %4d".formatted(strike, count, hit.getOrDefault(strike, 0))));
        return lines;
    }

    private String victim(Strike strike) {
        return Stage.name(trial.processor(), strike.instance());
    }

    private @Nullable Trap set(Strike strike) throws InterruptedException {
        Point point = strike.point();
        if (point == null) {
            Thread.sleep(random.nextLong(LONGEST_AT_RANDOM.toMillis()));
            return null;
        }
        return stage.tap(victim(strike), point).arm(point);
    }

    /** @return completes when what was killed is up again */
    private CompletableFuture<Void> strike(Strike strike, @Nullable Trap trap)
            throws IOException, InterruptedException, SQLException {
        String victim = victim(strike);
        return switch (strike.deed()) {
            case KILL -> killed(victim, trap);
            case FREEZE -> frozen(victim, trap);
            case KILL_BOTH -> {
                stage.kill(Stage.name(trial.processor(), 1 - strike.instance()));
                stage.kill(victim);
                yield CompletableFuture.allOf(
                        revive(victim), revive(Stage.name(trial.processor(), 1 - strike.instance())));
            }
            case KILL_GATEWAY -> around(Port.GATEWAY, trap);
            case KILL_KAFKA -> around(Port.KAFKA, trap);
            case KILL_POSTGRES -> {
                around(Port.POSTGRES, trap).join(); // the trouble that follows may need it
                yield CompletableFuture.completedFuture(null);
            }
        };
    }

    /** The message that was withheld never arrives. */
    private CompletableFuture<Void> killed(String victim, @Nullable Trap trap)
            throws IOException, InterruptedException, SQLException {
        stage.kill(victim);
        if (trap != null) {
            trap.drop();
            trial.struckAt(trap.point());
        }
        return revive(victim);
    }

    /** Another one has done the batch by the time that this one goes on with it. */
    private CompletableFuture<Void> frozen(String victim, @Nullable Trap trap) throws InterruptedException {
        stage.freeze(victim);
        Thread.sleep(FROZEN);
        letGo(trap);
        stage.thaw(victim);
        return CompletableFuture.completedFuture(null);
    }

    /** The processor goes on in a world without that part. */
    private CompletableFuture<Void> around(Port part, @Nullable Trap trap) throws InterruptedException {
        stage.kill(part);
        letGo(trap);
        return revive(part);
    }

    private static void letGo(@Nullable Trap trap) {
        if (trap != null) {
            trap.letGo();
        }
    }

    private CompletableFuture<Void> revive(Object part) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        stage.revive(part);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Thread::startVirtualThread);
    }
}
