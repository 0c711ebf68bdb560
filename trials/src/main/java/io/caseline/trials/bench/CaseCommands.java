package io.caseline.trials.bench;

import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Commands as the gateway produces them, each for a new case. */
final class CaseCommands {
    static final String QUESTION =
            "I lost my card yesterday on the way home from work, somewhere between the bus stop and my front door. "
                    + "I have looked everywhere. How do I get a new one, and will my automatic payments go on meanwhile? "
                    + "Thank you very much for your help!";

    private final Sealing sealing;
    private final List<String> programs;
    private final ByteBuffer care;
    private int written;

    /** @param programs that the cases belong to, by turns */
    CaseCommands(Sealing sealing, String... programs) {
        this.sealing = sealing;
        this.programs = List.of(programs);
        try {
            care = CareCase.newBuilder()
                    .setSubject("Lost card")
                    .setFirstName("Ada")
                    .setLastName("Lovelace")
                    .setCustomerQuestion(QUESTION)
                    .setEmailAddress("ada.lovelace@example.com")
                    .setAccountIdentifier("06e33e98-5c40-4c1a-967b-930f28f509a4")
                    .setAccountHolderIdentifier("5843e05d-f367-4bf1-a223-3af46ae18802")
                    .setPhoneNumber("310-555-1234")
                    .setPhoneType(0)
                    .setDeviceId("d-17")
                    .setDeviceMake("Pear")
                    .setDeviceVersion("12")
                    .setDeviceOs(1)
                    .setDeviceOsVersion("17.1")
                    .build()
                    .toByteBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes new commands and returns when they are durable. */
    void write(MessageWriter writer, int number) {
        for (int i = 0; i < number; i++) {
            SubmitCase command = command(UUID.randomUUID());
            writer.write(Topic.Names.CASES_COMMANDS, command.getCorrelationId().toString(), command);
        }
        writer.flush();
    }

    private SubmitCase command(UUID correlationId) {
        return SubmitCase.newBuilder()
                .setCorrelationId(correlationId)
                .setProgramCode(programs.get(written++ % programs.size()))
                .setRequestId(UUID.randomUUID())
                .setReceivedAt(Instant.now())
                .setSealedCase(sealing.seal(care, correlationId))
                .build();
    }
}
