package io.caseline.trials.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A partner's request, and how that partner goes about it.
 *
 * @param id {@code X-GD-RequestId}; the same request has the same one, however often it is sent
 * @param prefer the {@code Prefer} header
 * @param copies how often it is sent at once
 * @param again after which time it is sent once more, whatever the answer was
 * @param givesUp whether the partner leaves it at one try where there is no answer
 * @param expected what should become of it, in the word of its event
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
