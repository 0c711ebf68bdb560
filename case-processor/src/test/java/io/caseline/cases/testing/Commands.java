package io.caseline.cases.testing;

import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

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

    /** A command whose caller waits for a minute from now. */
    public static ProducerRecord<String, Object> awaited(SubmitCase command) {
        ProducerRecord<String, Object> message = message(command);
        MessageHeaders.addWaitUntil(Instant.now().plusSeconds(60), message.headers());
        return message;
    }

    /** A command of another program. */
    public static SubmitCase askingOf(String program, String subject) {
        UUID id = UUID.randomUUID();
        return command(id, program, seal(subject, id));
    }

    /** The same request, sent again so much later. */
    public static SubmitCase repeated(SubmitCase command, Duration later) {
        return SubmitCase.newBuilder(command)
                .setReceivedAt(command.getReceivedAt().plus(later))
                .build();
    }

    public static SubmitCase[] many(int count, String program, String subject) {
        return Stream.generate(() -> askingOf(program, subject)).limit(count).toArray(SubmitCase[]::new);
    }

    private static SubmitCase command(UUID id, ByteBuffer sealed) {
        return command(id, "gobank", sealed);
    }

    private static SubmitCase command(UUID id, String program, ByteBuffer sealed) {
        return SubmitCase.newBuilder()
                .setCorrelationId(id)
                .setProgramCode(program)
                .setRequestId(UUID.randomUUID())
                .setReceivedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
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
