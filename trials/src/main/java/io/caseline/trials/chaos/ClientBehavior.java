package io.caseline.trials.chaos;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random behavior of clients. */
final class ClientBehavior {

    private ClientBehavior() {}

    /** A third of the clients each waits for the default time, for a second, or not at all. */
    static @Nullable String prefer(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> "wait=1";
            default -> "respond-async";
        };
    }

    /** Some send a request twice at the same time. */
    static int copies(SplittableRandom random) {
        return random.nextInt(8) == 0 ? 2 : 1;
    }

    /** Some send a request again later. */
    static @Nullable Duration again(SplittableRandom random) {
        return random.nextInt(6) == 0 ? Duration.ofMillis(random.nextInt(500, 15_000)) : null;
    }

    static boolean givesUp(SplittableRandom random) {
        return random.nextInt(5) == 0;
    }
}
