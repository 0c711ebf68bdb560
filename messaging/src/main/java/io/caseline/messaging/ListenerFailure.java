package io.caseline.messaging;

import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.core.NestedExceptionUtils;

/** Why a listener is paused, and since when. Each reason is logged once in a row. */
final class ListenerFailure {
    private static final Logger log = LoggerFactory.getLogger(PausingBatchRetry.class);

    private final String listener;
    private final InstantSource clock;
    private final Function<Throwable, Optional<String>> describe;
    private @Nullable Instant since;
    private String reason = "";

    /** @param describe as for {@link PausingBatchRetry} */
    ListenerFailure(String listener, InstantSource clock, Function<Throwable, Optional<String>> describe) {
        this.listener = listener;
        this.clock = clock;
        this.describe = describe;
    }

    /** Whether a batch has failed since the last one that was handled. */
    synchronized boolean isPresent() {
        return since != null;
    }

    synchronized void set(Exception exception) {
        if (since == null) {
            since = clock.instant();
        }
        Optional<String> known =
                causes(exception).map(this::known).flatMap(Optional::stream).findFirst();
        String now = known.orElseGet(() ->
                NestedExceptionUtils.getMostSpecificCause(exception).getClass().getSimpleName());
        if (now.equals(reason)) {
            return;
        }
        reason = now;
        log.error(
                "{} is paused: {}. Records wait in Kafka; the batch is tried again",
                listener,
                known.orElse("a batch cannot be handled"),
                known.isPresent() ? null : exception);
    }

    synchronized void clear() {
        if (since != null) {
            log.info("{} handles batches again; it failed from {} on", listener, since);
        }
        since = null;
        reason = "";
    }

    /** Stays UP, since a restart would not help. */
    synchronized Health health() {
        Health.Builder health = Health.up().withDetail("listener", listener);
        if (since != null) {
            health.withDetail("pausedSince", since).withDetail("reason", reason);
        }
        return health.build();
    }

    private Optional<String> known(Throwable e) {
        return e instanceof SchemaRegistryUnavailableException
                ? Optional.ofNullable(e.getMessage())
                : describe.apply(e);
    }

    static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }
}
