package io.caseline.schemas;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
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

    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /** @throws IllegalArgumentException if the value has not the form of the W3C */
    public TraceParent {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a traceparent of version 00");
        }
    }

    /** The caller's trace, or a new one where there is none, or none of the right form. */
    public static TraceParent of(@Nullable String given) {
        return given != null && FORM.matcher(given).matches() ? new TraceParent(given) : fresh();
    }

    /** The trace of a record; empty for one without, or with one of another form. */
    public static Optional<TraceParent> of(Headers headers) {
        Header header = headers.lastHeader(NAME);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8))
                        .filter(value -> FORM.matcher(value).matches())
                        .map(TraceParent::new);
    }

    /** Not sampled: nobody upstream has asked for it. */
    private static TraceParent fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return new TraceParent("00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + '-'
                + hex.toHexDigits(random.nextLong() | 1) + "-00");
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
