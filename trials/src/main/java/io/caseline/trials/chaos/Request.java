package io.caseline.trials.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partner's request, and the partner's behavior.
 *
 * @param id {@code X-GD-RequestId}, the same each time the request is sent
 * @param prefer the {@code Prefer} header
 * @param copies how often it is sent at the same time
 * @param again time after which it is sent once more
 * @param givesUp whether the partner does not retry without a response
 * @param expected outcome, as its event names it
 */
record Request(
        String id,
        String path,
        String body,
        @Nullable String prefer,
        int copies,
        @Nullable Duration again,
        boolean givesUp,
        String expected) {}
