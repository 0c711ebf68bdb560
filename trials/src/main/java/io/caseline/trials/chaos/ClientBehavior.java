package io.caseline.trials.chaos;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How clients differ from each other. */
final class ClientBehavior {

    private ClientBehavior() {}

    /** A third each waits as long as the gateway does by itself, for a second, or not at all. */
    static @Nullable String prefer(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> "wait=1";
            default -> "respond-async";
        };
    }

    /** Some press the button twice. */
    static int copies(SplittableRandom random) {
        return random.nextInt(8) == 0 ? 2 : 1;
    }

    /** Some ask again after a while. */
    static @Nullable Duration again(SplittableRandom random) {
        return random.nextInt(6) == 0 ? Duration.ofMillis(random.nextInt(500, 15_000)) : null;
    }

    static boolean givesUp(SplittableRandom random) {
        return random.nextInt(5) == 0;
    }
}
