package io.caseline.trials.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The faults of a run in their order, which follows from the seed. */
record FaultPlan(long seed, List<Fault> faults) {

    /**
     * A round kills a processor at each point, then injects each other type once, then freezes it at the remaining points.
     * Rounds repeat, each in a random order.
     */
    static FaultPlan of(long seed, int count, Trial.Faults possible) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        while (faults.size() < count) {
            List<Fault> round = new ArrayList<>();
            shuffle(possible.points().stream().map(point -> new Fault(FaultType.KILL, point)), round, random);
            shuffle(eachKind(possible, random), round, random);
            shuffle(others(possible).filter(fault -> !round.contains(fault)), round, random);
            faults.addAll(round);
        }
        return new FaultPlan(seed, List.copyOf(faults.subList(0, count)));
    }

    /** Nothing but kills of one broker at a time, each at a random moment. */
    static FaultPlan ofBrokers(long seed, int count) {
        return new FaultPlan(seed, Collections.nCopies(count, new Fault(FaultType.KILL_BROKER, null)));
    }

    private static Stream<Fault> eachKind(Trial.Faults possible, Random random) {
        List<FaultPoint> atKafka = List.of(FaultPoint.UNPUBLISHED, FaultPoint.TRANSACTION_OPEN, FaultPoint.PUBLISHED);
        Stream<Fault> usual = Stream.of(
                new Fault(FaultType.FREEZE, FaultPoint.TRANSACTION_OPEN),
                new Fault(FaultType.FREEZE, possible.points().getFirst()),
                new Fault(FaultType.LOSE_RESPONSE, FaultPoint.DECIDED),
                new Fault(FaultType.KILL_BOTH, null),
                new Fault(FaultType.KILL_KAFKA, atKafka.get(random.nextInt(atKafka.size()))),
                new Fault(FaultType.KILL_POSTGRES, possible.points().getFirst()));
        return Stream.concat(usual, possible.special().stream().map(type -> new Fault(type, null)));
    }

    private static Stream<Fault> others(Trial.Faults possible) {
        Stream<Fault> freezes = possible.points().stream().map(point -> new Fault(FaultType.FREEZE, point));
        Stream<Fault> lost = possible.commits().stream().map(point -> new Fault(FaultType.LOSE_RESPONSE, point));
        Stream<Fault> anyMoment = Stream.of(new Fault(FaultType.KILL, null), new Fault(FaultType.KILL_GATEWAY, null));
        return Stream.of(freezes, lost, anyMoment).flatMap(some -> some);
    }

    private static void shuffle(Stream<Fault> faults, List<Fault> into, Random random) {
        List<Fault> some = new ArrayList<>(faults.toList());
        Collections.shuffle(some, random);
        into.addAll(some);
    }
}
