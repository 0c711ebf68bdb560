package io.caseline.messaging;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Columns of a batch as array parameters: one statement for {@code unnest}, however many rows. */
public final class SqlArrays {
    private SqlArrays() {}

    public static <T> SqlArrayValue texts(Collection<T> rows, Function<T, @Nullable String> column) {
        return array("text", rows, column);
    }

    public static <T> SqlArrayValue uuids(Collection<T> rows, Function<T, @Nullable UUID> column) {
        return array("uuid", rows, column);
    }

    public static <T> SqlArrayValue bytes(Collection<T> rows, Function<T, @Nullable ByteBuffer> column) {
        return new SqlArrayValue("bytea", (Object[])
                rows.stream().map(row -> content(column.apply(row))).toArray(byte[][]::new));
    }

    private static byte @Nullable [] content(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] content = new byte[buffer.remaining()];
        buffer.duplicate().get(content);
        return content;
    }

    public static <T> SqlArrayValue longs(Collection<T> rows, Function<T, ? extends @Nullable Long> column) {
        return array("int8", rows, column);
    }

    public static <T> SqlArrayValue integers(Collection<T> rows, Function<T, ? extends @Nullable Integer> column) {
        return array("int4", rows, column);
    }

    public static <T> SqlArrayValue booleans(Collection<T> rows, Function<T, ? extends @Nullable Boolean> column) {
        return array("bool", rows, column);
    }

    /** As text, which unlike a {@link java.sql.Timestamp} says its offset. */
    public static <T> SqlArrayValue instants(Collection<T> rows, Function<T, ? extends @Nullable Instant> column) {
        return array("timestamptz", rows, row -> {
            Instant instant = column.apply(row);
            return instant == null ? null : instant.toString();
        });
    }

    private static <T> SqlArrayValue array(
            String type, Collection<T> rows, Function<T, ? extends @Nullable Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }
}
