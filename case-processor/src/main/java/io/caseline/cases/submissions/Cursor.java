package io.caseline.cases.submissions;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;

/** Where a page of a list ended; the next one begins after it. It stays right while submissions come and go. */
public record Cursor(Instant time, UUID correlationId) {
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES + Long.BYTES;

    /** @throws IllegalArgumentException if no list has given this text */
    public static Cursor parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII)));
        if (bytes.remaining() != BYTES) {
            throw new IllegalArgumentException("A cursor has " + BYTES + " bytes");
        }
        long seconds = bytes.getLong();
        int nanos = bytes.getInt();
        if (seconds < 0 || seconds > Integer.MAX_VALUE * 8L || nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("A cursor has a time");
        }
        return new Cursor(Instant.ofEpochSecond(seconds, nanos), new UUID(bytes.getLong(), bytes.getLong()));
    }

    OffsetDateTime databaseTime() {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** As text for a URL. */
    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .putLong(correlationId.getMostSignificantBits())
                .putLong(correlationId.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
