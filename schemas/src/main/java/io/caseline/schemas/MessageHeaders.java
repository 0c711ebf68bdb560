package io.caseline.schemas;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Kafka headers that connect a command with its reply. All values are text in UTF-8.
 *
 * <p>A command whose caller waits has {@link #WAIT_UNTIL}; without it, nobody needs a reply. A reply has
 * {@link #CORRELATION_ID}, and as {@link #SEND_ID} the send that was decided, if the outcome is not final; otherwise that
 * header is absent.
 */
public final class MessageHeaders {
    /** Until when the caller of this command waits for its outcome: milliseconds since the epoch, by the gateway's clock. */
    public static final String WAIT_UNTIL = "caseline-wait-until";

    /** The correlation id of a reply. */
    public static final String CORRELATION_ID = "caseline-correlation-id";

    /** Identifies one send of a command among its repeats: a UUID, new for each send. */
    public static final String SEND_ID = "caseline-send-id";

    private MessageHeaders() {}

    public static void addWaitUntil(Instant time, Headers headers) {
        add(WAIT_UNTIL, Long.toString(time.toEpochMilli()), headers);
    }

    /** Empty if nobody waits, or the header is not a time. */
    public static Optional<Instant> waitUntil(Headers headers) {
        return text(WAIT_UNTIL, headers).flatMap(MessageHeaders::instant);
    }

    public static void addCorrelationId(UUID id, Headers headers) {
        add(CORRELATION_ID, id.toString(), headers);
    }

    /** Empty if the header is missing or not a UUID. */
    public static Optional<UUID> correlationId(Headers headers) {
        return text(CORRELATION_ID, headers).flatMap(MessageHeaders::uuid);
    }

    public static void addSendId(UUID id, Headers headers) {
        add(SEND_ID, id.toString(), headers);
    }

    /** Empty if the header is missing or not a UUID. */
    public static Optional<UUID> sendId(Headers headers) {
        return text(SEND_ID, headers).flatMap(MessageHeaders::uuid);
    }

    private static void add(String name, String value, Headers headers) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> text(String name, Headers headers) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static Optional<Instant> instant(String millis) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
