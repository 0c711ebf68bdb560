package io.caseline.analysts;

import io.caseline.messages.CaseEvent;
import io.caseline.messaging.testing.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The database of an analyst. */
final class Warehouse {
    private static final String TABLES =
            "select count(*) from information_schema.tables where table_schema = 'public' and table_name = 'case_events'";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final DataSource source;

    Warehouse(Postgres postgres, String database) {
        this.source = postgres.createDatabase(database);
    }

    /** Waits until each of these is there, with its type. */
    void awaitEvents(ConnectWorker worker, List<CaseEvent> events) {
        Map<String, String> expected = events.stream()
                .collect(Collectors.toMap(
                        event -> event.getEventId().toString(),
                        event -> event.getType().name()));
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
            worker.check();
            return types().equals(new TreeMap<>(expected));
        });
    }

    /** The type of each event id; fails if an id is there twice. */
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        if (rows(TABLES).equals(List.of(List.of("0")))) {
            return types;
        }
        for (List<String> row : rows("select eventId, type from case_events")) {
            if (types.put(row.get(0), row.get(1)) != null) {
                throw new AssertionError(row + " is there twice");
            }
        }
        return types;
    }

    void execute(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<List<String>> rows(String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column : IntStream.rangeClosed(1, columns).toArray()) {
                    row.add(text(result.getObject(column)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Numbers with a fraction are rounded to three digits. */
    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Double number -> String.valueOf(Math.round(number * 1000) / 1000.0);
            case Timestamp time -> time.toLocalDateTime().format(TIME);
            default -> value.toString();
        };
    }
}
