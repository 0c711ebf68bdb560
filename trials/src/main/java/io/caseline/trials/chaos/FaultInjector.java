package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports.Port;
import io.caseline.trials.chaos.Trial.Disturbance;
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

/** Injects the faults of a plan, one after another, each followed by a short disturbance while what was killed comes back. */
final class FaultInjector {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);
    private static final Duration LONGEST_AT_RANDOM = Duration.ofMillis(1500);

    /** Longer than claims and the publisher's lease outlive an instance that shows no life. */
    private static final Duration FROZEN = Duration.ofSeconds(16);

    private static final Duration DISTURBED = Duration.ofSeconds(3);

    private final SystemUnderTest system;
    private final Trial trial;
    private final FaultPlan plan;
    private final Consumer<String> console;
    private final Random random;
    private final List<Disturbance> disturbances;
    private final List<String> missed = new ArrayList<>();
    private final Map<String, Integer> planned = new LinkedHashMap<>();
    private final Map<String, Integer> injected = new LinkedHashMap<>();
    private CompletableFuture<Void> revived = CompletableFuture.completedFuture(null);

    FaultInjector(SystemUnderTest system, Trial trial, FaultPlan plan, Consumer<String> console) {
        this.system = system;
        this.trial = trial;
        this.plan = plan;
        this.console = console;
        this.random = new Random(plan.seed());
        this.disturbances = new ArrayList<>(trial.disturbances());
        Collections.shuffle(disturbances, random);
    }

    void injectAll() throws IOException, InterruptedException, SQLException {
        int number = 0;
        for (Fault fault : plan.faults()) {
            Disturbance disturbance = disturbances.get(number % disturbances.size());
            number++;
            planned.merge(fault.toString(), 1, Integer::sum);
            long began = System.nanoTime();
            awaitRevived();
            String instance = inject(fault);
            if (instance == null) {
                missed.add("%d: %s".formatted(number, fault));
                console.accept("  %d/%d %s: nothing came to that point"
                        .formatted(number, plan.faults().size(), fault));
                continue;
            }
            injected.merge(fault.toString(), 1, Integer::sum);
            disturbance.begin().run();
            Thread.sleep(DISTURBED);
            disturbance.end().run();
            console.accept("  %d/%d %s (%s); then %s; %.1f s"
                    .formatted(
                            number,
                            plan.faults().size(),
                            fault,
                            instance,
                            disturbance.name(),
                            (System.nanoTime() - began) / 1e9));
        }
    }

    /** Returns when everything that was killed is up again. */
    void awaitRevived() {
        revived.join();
    }

    /** The faults whose point no instance came to in time. */
    List<String> missed() {
        return missed;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  %-105s %7s %8s".formatted("fault", "planned", "injected"));
        planned.forEach((fault, count) ->
                lines.add("  %-105s %7d %8d".formatted(fault, count, injected.getOrDefault(fault, 0))));
        return lines;
    }

    /** Returns the instance that it happened to or that came to its point, or null if none came in time. */
    private @Nullable String inject(Fault fault) throws IOException, InterruptedException, SQLException {
        FaultPoint point = fault.point();
        if (point == null) {
            Thread.sleep(random.nextLong(LONGEST_AT_RANDOM.toMillis()));
            String instance = SystemUnderTest.name(trial.processor(), random.nextInt(2));
            inject(fault.type(), instance, null);
            return instance;
        }
        Breakpoint breakpoint = system.breakAt(trial.processor(), point);
        String instance = breakpoint.awaitReached(LONGEST_WAIT);
        if (instance != null) {
            inject(fault.type(), instance, breakpoint);
        }
        return instance;
    }

    private void inject(FaultType type, String instance, @Nullable Breakpoint breakpoint)
            throws IOException, InterruptedException, SQLException {
        switch (type) {
            case KILL -> kill(instance, breakpoint);
            case FREEZE -> freeze(instance, breakpoint);
            case LOSE_ANSWER -> drop(breakpoint);
            case KILL_BOTH -> {
                killBoth();
                reviveBoth();
            }
            case KILL_GATEWAY -> killAround(Port.GATEWAY, breakpoint);
            case KILL_KAFKA -> killAround(Port.KAFKA, breakpoint);
            case KILL_POSTGRES -> {
                killAround(Port.POSTGRES, breakpoint);
                awaitRevived(); // the disturbance that follows may need it
            }
            case DELETE_COMMANDS -> trial.deleteCommands();
            case DELETE_OFFSETS -> {
                killBoth();
                trial.deleteOffsets();
                reviveBoth();
            }
            case REFUSE_PROGRAM -> trial.refuseProgram();
        }
    }

    /** The message that was withheld never arrives. */
    private void kill(String instance, @Nullable Breakpoint breakpoint)
            throws IOException, InterruptedException, SQLException {
        system.kill(instance);
        drop(breakpoint);
        if (breakpoint != null) {
            trial.killedAt(breakpoint.point());
        }
        revived = revive(instance);
    }

    /** The other instance has taken over by the time that this one goes on. */
    private void freeze(String instance, @Nullable Breakpoint breakpoint) throws InterruptedException {
        system.freeze(instance);
        Thread.sleep(FROZEN);
        release(breakpoint);
        system.thaw(instance);
    }

    /** The processor goes on without that part. */
    private void killAround(Port part, @Nullable Breakpoint breakpoint) throws InterruptedException {
        system.kill(part);
        release(breakpoint);
        revived = revive(part);
    }

    private void killBoth() throws InterruptedException {
        system.kill(SystemUnderTest.name(trial.processor(), 0));
        system.kill(SystemUnderTest.name(trial.processor(), 1));
    }

    private void reviveBoth() {
        revived = CompletableFuture.allOf(
                revive(SystemUnderTest.name(trial.processor(), 0)), revive(SystemUnderTest.name(trial.processor(), 1)));
    }

    private static void release(@Nullable Breakpoint breakpoint) {
        if (breakpoint != null) {
            breakpoint.release();
        }
    }

    private static void drop(@Nullable Breakpoint breakpoint) {
        if (breakpoint != null) {
            breakpoint.drop();
        }
    }

    private CompletableFuture<Void> revive(Object part) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        system.revive(part);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Thread::startVirtualThread);
    }
}
