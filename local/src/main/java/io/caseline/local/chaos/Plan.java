package io.caseline.local.chaos;

import io.caseline.local.chaos.Strike.Deed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The blows of a run, in their order: the same ones for the same seed. */
record Plan(long seed, List<Strike> strikes) {

    /**
     * Kills a processor at each of the points first, then does everything else there is, then begins again; each round in
     * an order of its own.
     *
     * @param points of a batch's way, the first of them where nobody but the system outside knows of the batch
     */
    static Plan of(long seed, int kills, List<Point> points) {
        Random random = new Random(seed);
        List<Strike> strikes = new ArrayList<>();
        while (strikes.size() < kills) {
            List<Strike> atPoints = new ArrayList<>();
            points.forEach(point -> atPoints.add(strike(Deed.KILL, point, random)));
            Collections.shuffle(atPoints, random);
            strikes.addAll(atPoints);
            List<Strike> others = others(points, random);
            Collections.shuffle(others, random);
            strikes.addAll(others);
        }
        return new Plan(seed, List.copyOf(strikes.subList(0, kills)));
    }

    private static List<Strike> others(List<Point> points, Random random) {
        List<Point> atKafka = List.of(Point.BEFORE_EVENTS, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
        return new ArrayList<>(List.of(
                strike(Deed.FREEZE, points.getFirst(), random),
                strike(Deed.FREEZE, Point.BEFORE_COMMIT, random),
                strike(Deed.KILL_KAFKA, atKafka.get(random.nextInt(atKafka.size())), random),
                strike(Deed.KILL_POSTGRES, points.getFirst(), random),
                strike(Deed.KILL_GATEWAY, null, random),
                strike(Deed.KILL, null, random),
                strike(Deed.KILL_BOTH, null, random)));
    }

    private static Strike strike(Deed deed, @Nullable Point point, Random random) {
        return new Strike(deed, random.nextInt(2), point);
    }
}
