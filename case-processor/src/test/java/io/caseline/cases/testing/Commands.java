package io.caseline.cases.testing;

import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import io.caseline.schemas.testing.TestServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.springframework.kafka.support.KafkaHeaders;

/** Commands as the gateway makes them. */
public final class Commands {
    private static final Sealing SEALING = Sealing.from(TestServices.sealingKeys());

    private Commands() {}

    public static SubmitCase asking(String subject) {
        UUID id = UUID.randomUUID();
        return command(id, seal(subject, id));
    }

    /** Sealed for another correlation id. */
    public static SubmitCase unreadable() {
        return command(UUID.randomUUID(), seal("unreadable", UUID.randomUUID()));
    }

    public static ProducerRecord<String, Object> message(SubmitCase command) {
        return new ProducerRecord<>(
                Topic.Names.CASES_COMMANDS, command.getCorrelationId().toString(), command);
    }

    /** As an operator sends a command again. */
    public static ProducerRecord<String, Object> replay(SubmitCase command) {
        return new ProducerRecord<>(
                Topic.Names.CASES_REPLAYS, command.getCorrelationId().toString(), command);
    }

    /** A command whose sender waits for the reply under this name. */
    public static ProducerRecord<String, Object> waiting(SubmitCase command, String wait) {
        List<Header> headers = List.of(
                new RecordHeader(KafkaHeaders.REPLY_TOPIC, "elsewhere".getBytes(StandardCharsets.UTF_8)),
                new RecordHeader(KafkaHeaders.CORRELATION_ID, wait.getBytes(StandardCharsets.UTF_8)));
        return new ProducerRecord<>(
                Topic.Names.CASES_COMMANDS, null, command.getCorrelationId().toString(), command, headers);
    }

    private static SubmitCase command(UUID id, ByteBuffer sealed) {
        return SubmitCase.newBuilder()
                .setCorrelationId(id)
                .setProgramCode("gobank")
                .setRequestId(UUID.randomUUID())
                .setReceivedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .setSealedCase(sealed)
                .build();
    }

    private static ByteBuffer seal(String subject, UUID id) {
        CareCase care = CareCase.newBuilder()
                .setSubject(subject)
                .setFirstName("Jane")
                .setLastName("Doe")
                .setCustomerQuestion("Where is my card?")
                .setEmailAddress("jane@example.com")
                .build();
        try {
            return SEALING.seal(CareCase.getEncoder().encode(care), id.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
