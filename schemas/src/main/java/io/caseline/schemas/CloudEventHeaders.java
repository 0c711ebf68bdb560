package io.caseline.schemas;

import com.fasterxml.uuid.Generators;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.TellerEventType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * CloudEvents 1.0 attributes of an event, for Kafka's binary mode: {@code ce_} headers beside the Avro value.
 *
 * @param id the event's id; the same outcome has the same id, always
 * @param type for example {@code io.caseline.case.created}
 * @param source {@link #CASE_SOURCE} or {@link #TELLER_SOURCE}
 * @param subject the correlation id
 */
public record CloudEventHeaders(UUID id, String type, String source, UUID subject, Instant time) {
    private static final UUID EVENT_NAMESPACE = UUID.fromString("6b1f52a8-7d27-4c8e-9a3c-0d6f6b0a51c4");

    public static final String CASE_SOURCE = "/caseline/case-processor";
    public static final String TELLER_SOURCE = "/caseline/teller-processor";

    /** For example {@code io.caseline.case.created}. */
    public static String type(CaseEventType type) {
        return "io.caseline.case." + type.name().toLowerCase(Locale.ROOT);
    }

    /** For example {@code io.caseline.teller.associated}. */
    public static String type(TellerEventType type) {
        return "io.caseline.teller." + type.name().toLowerCase(Locale.ROOT);
    }

    /** The id of an outcome: the same for the same correlation id, type and attempt. */
    public static UUID eventId(UUID correlationId, String type, int attempt) {
        return Generators.nameBasedGenerator(EVENT_NAMESPACE).generate(correlationId + "|" + type + "|" + attempt);
    }

    /**
     * The id of a change of a case in Salesforce: the same for the same case, time and state, however many changes were seen
     * before.
     *
     * @param modifiedAt the case's SystemModstamp
     * @param state what the case became: each of its values that an event tells
     */
    public static UUID changeId(UUID correlationId, Instant modifiedAt, List<@Nullable Object> state) {
        return Generators.nameBasedGenerator(EVENT_NAMESPACE)
                .generate(correlationId + "|" + modifiedAt + "|"
                        + state.stream().map(String::valueOf).collect(Collectors.joining("|")));
    }

    /** @param dataSchema where the schema of the value is, as a URL; null if that is not known */
    public Headers headers(@Nullable String dataSchema) {
        Headers headers = new RecordHeaders(headers());
        if (dataSchema != null) {
            headers.add("ce_dataschema", dataSchema.getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    private Iterable<Header> headers() {
        return Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id.toString(),
                        "ce_type",
                        type,
                        "ce_source",
                        source,
                        "ce_subject",
                        subject.toString(),
                        "ce_time",
                        time.toString(),
                        "content-type",
                        "application/avro")
                .entrySet()
                .stream()
                .map(entry -> (Header)
                        new RecordHeader(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
