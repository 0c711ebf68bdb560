package io.caseline.cli.events;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says once when Kafka stops responding, and once when it responds again. A consumer just waits meanwhile; but a broker
 * that is there answers each fetch within half a second, even if there is no record.
 */
final class KafkaWatch {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String address;
    private final LongSupplier received;
    private final LongSupplier nanos;
    private final Consumer<String> errors;
    private long before;
    private long since;
    private boolean silent;

    /** @param received how many bytes have come from the brokers */
    KafkaWatch(String address, LongSupplier received, LongSupplier nanos, Consumer<String> errors) {
        this.address = address;
        this.received = received;
        this.nanos = nanos;
        this.errors = errors;
        this.since = nanos.getAsLong();
    }

    void look() {
        long bytes = received.getAsLong();
        Duration without = Duration.ofNanos(nanos.getAsLong() - since);
        if (bytes != before) {
            if (silent) {
                errors.accept(
                        "caseline: Kafka at %s responds again, after %d s".formatted(address, without.toSeconds()));
            }
            silent = false;
            before = bytes;
            since = nanos.getAsLong();
        } else if (!silent && without.compareTo(TIMEOUT) > 0) {
            silent = true;
            errors.accept("caseline: Kafka at %s has stopped responding; waiting for it".formatted(address));
        }
    }
}
