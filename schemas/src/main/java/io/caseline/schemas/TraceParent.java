package io.caseline.schemas;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The W3C trace that a request belongs to, on its way from the caller through command, event and reply. No part of the
 * pipeline makes spans of its own, so it goes on as it came.
 *
 * @param value of the {@code traceparent} header, version 00
 */
public record TraceParent(String value) {
    /** The header's name in HTTP and in Kafka. */
    public static final String NAME = "traceparent";

    /** The same as an attribute of the event: CloudEvents' distributed tracing extension. */
    public static final String CLOUD_EVENTS_NAME = "ce_traceparent";

    /** The key of the trace id in the logging context, where Micrometer and the log formats look for it. */
    public static final String LOGGED_AS = "traceId";

    /** {@code 00-}, 32 digits of the trace, 16 of the parent and 2 of flags. */
    private static final int LENGTH = 55;

    /** @throws IllegalArgumentException if the value has not the form of the W3C */
    public TraceParent {
        if (!hasForm(value)) {
            throw new IllegalArgumentException("Not a traceparent of version 00");
        }
    }

    /** The caller's trace, or a new one where there is none, or none of the right form. */
    public static TraceParent of(@Nullable String given) {
        return given != null && hasForm(given) ? new TraceParent(given) : fresh();
    }

    /** The trace of a record; empty for one without, or with one of another form. */
    public static Optional<TraceParent> of(Headers headers) {
        Header header = headers.lastHeader(NAME);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8))
                        .filter(TraceParent::hasForm)
                        .map(TraceParent::new);
    }

    /** Not sampled: nobody upstream has asked for it. */
    private static TraceParent fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new TraceParent("00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + '-'
                + hex.toHexDigits(random.nextLong() | 1) + "-00");
    }

    /** No regular expression: every request and record passes it. */
    private static boolean hasForm(String text) {
        return text.length() == LENGTH
                && text.startsWith("00-")
                && isHex(text, 3, 35)
                && isDash(text, 35)
                && isHex(text, 36, 52)
                && isDash(text, 52)
                && isHex(text, 53, LENGTH)
                && !isZero(text, 3, 35)
                && !isZero(text, 36, 52);
    }

    private static boolean isDash(String text, int at) {
        return text.charAt(at) == '-';
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    public String traceId() {
        return value.substring(3, 35);
    }

    /** Adds the trace to a command or a reply. */
    public void addTo(Headers headers) {
        headers.add(NAME, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds the trace to an event: for tracers of the transport, and as the event's own attribute for whoever stores it. */
    public void addToEvent(Headers headers) {
        addTo(headers);
        headers.add(CLOUD_EVENTS_NAME, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Runs the action with the trace id in the logging context of this thread. */
    public void withTraceId(Runnable action) {
        MDC.put(LOGGED_AS, traceId());
        try {
            action.run();
        } finally {
            MDC.remove(LOGGED_AS);
        }
    }
}
