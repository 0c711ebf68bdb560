package io.caseline.cases.republish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * The place of an event among all: by the time when it was written, by the database's clock, so that the events of a case are
 * in order.
 *
 * @param change number of the change in Salesforce; 0 for an outcome
 */
public record EventPosition(Instant writtenAt, UUID correlationId, int attempt, int change) {
    private static final int BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

    /** Before all events that were written at this time or later. */
    static EventPosition before(Instant time) {
        return new EventPosition(time, new UUID(0, 0), -1, -1);
    }

    /** @throws IllegalArgumentException if no page has given this text */
    public static EventPosition parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
        if (bytes.remaining() != BYTES) {
            throw new IllegalArgumentException("A position has " + BYTES + " bytes");
        }
        long micros = bytes.getLong();
        if (micros < 0 || micros > Long.MAX_VALUE / 1000) {
            throw new IllegalArgumentException("A position has a time");
        }
        return new EventPosition(
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                new UUID(bytes.getLong(), bytes.getLong()),
                bytes.getInt(),
                bytes.getInt());
    }

    OffsetDateTime databaseTime() {
        return OffsetDateTime.ofInstant(writtenAt, ZoneOffset.UTC);
    }

    /** As text for a URL. */
    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, writtenAt))
                .putLong(correlationId.getMostSignificantBits())
                .putLong(correlationId.getLeastSignificantBits())
                .putInt(attempt)
                .putInt(change)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
