package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports.Port;
import io.caseline.trials.chaos.Trial.Disturbance;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Injects the faults of a plan one after another, each followed by a short disturbance during the restart. */
final class FaultInjector {

    private static final Duration POINT_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration MAX_RANDOM_DELAY = Duration.ofMillis(1500);

    /** Longer than the claims and the publisher lease of an unresponsive instance live. */
    private static final Duration FROZEN = Duration.ofSeconds(16);

    private static final Duration DISTURBED = Duration.ofSeconds(3);

    private final SystemUnderTest system;
    private final Trial<?> trial;
    private final FaultPlan plan;
    private final Consumer<String> console;
    private final Random random;
    private final List<Disturbance> disturbances;
    private final BrokerKills brokers;
    private final FaultCounts counts = new FaultCounts();
    private CompletableFuture<Void> restarted = CompletableFuture.completedFuture(null);

    FaultInjector(SystemUnderTest system, Trial<?> trial, FaultPlan plan, Consumer<String> console) {
        this.system = system;
        this.trial = trial;
        this.plan = plan;
        this.console = console;
        this.random = new Random(plan.seed());
        this.disturbances = new ArrayList<>(trial.disturbances());
        Collections.shuffle(disturbances, random);
        this.brokers = new BrokerKills(system, trial.client().log(), random);
    }

    void injectAll() throws IOException, InterruptedException, SQLException {
        int number = 0;
        for (Fault fault : plan.faults()) {
            Disturbance disturbance = disturbances.get(number % disturbances.size());
            number++;
            counts.planned(fault);
            long began = System.nanoTime();
            awaitRestarted();
            String instance = inject(fault);
            if (instance == null) {
                counts.missed(number, fault);
                console.accept("  %d/%d %s: nothing reached that point"
                        .formatted(number, plan.faults().size(), fault));
                continue;
            }
            counts.injected(fault);
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

    /** Returns when everything that was killed is ready again. */
    void awaitRestarted() {
        restarted.join();
    }

    BrokerKills brokers() {
        return brokers;
    }

    FaultCounts counts() {
        return counts;
    }

    /** Returns the affected instance, or null if none reached the point in time. */
    private @Nullable String inject(Fault fault) throws IOException, InterruptedException, SQLException {
        FaultPoint point = fault.point();
        if (point == null) {
            Thread.sleep(random.nextLong(MAX_RANDOM_DELAY.toMillis()));
            String instance = SystemUnderTest.name(trial.processor(), random.nextInt(2));
            inject(fault.type(), instance, null);
            return instance;
        }
        Breakpoint breakpoint = system.breakAt(trial.processor(), point);
        String instance = breakpoint.awaitReached(POINT_TIMEOUT);
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
            case LOSE_RESPONSE -> drop(breakpoint);
            case KILL_BOTH -> {
                killBoth();
                restartBoth();
            }
            case KILL_GATEWAY -> killAround(Port.GATEWAY, breakpoint);
            case KILL_KAFKA -> killAround(Port.KAFKA, breakpoint);
            case KILL_BROKER -> restarted = brokers.killOne(this::restart);
            case KILL_POSTGRES -> {
                killAround(Port.POSTGRES, breakpoint);
                awaitRestarted(); // the following disturbance may need it
            }
            case DELETE_COMMANDS -> trial.deleteCommands();
            case DELETE_OFFSETS -> {
                killBoth();
                trial.deleteOffsets();
                restartBoth();
            }
            case REFUSE_PROGRAM -> trial.refuseProgram();
        }
    }

    /** The withheld message never arrives. */
    private void kill(String instance, @Nullable Breakpoint breakpoint)
            throws IOException, InterruptedException, SQLException {
        system.kill(instance);
        drop(breakpoint);
        if (breakpoint != null) {
            trial.killedAt(breakpoint.point());
        }
        restarted = restart(instance);
    }

    /** The other instance takes over before this one continues. */
    private void freeze(String instance, @Nullable Breakpoint breakpoint) throws InterruptedException {
        system.freeze(instance);
        Thread.sleep(FROZEN);
        release(breakpoint);
        system.thaw(instance);
    }

    /** The processor continues without that service. */
    private void killAround(Port service, @Nullable Breakpoint breakpoint) throws InterruptedException {
        system.kill(service);
        release(breakpoint);
        restarted = restart(service);
    }

    private void killBoth() throws InterruptedException {
        system.kill(SystemUnderTest.name(trial.processor(), 0));
        system.kill(SystemUnderTest.name(trial.processor(), 1));
    }

    private void restartBoth() {
        restarted = CompletableFuture.allOf(
                restart(SystemUnderTest.name(trial.processor(), 0)),
                restart(SystemUnderTest.name(trial.processor(), 1)));
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

    private CompletableFuture<Void> restart(Object service) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        system.restart(service);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Thread::startVirtualThread);
    }
}
