package io.caseline.cli.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryLookupTest {

    private static final Path MIGRATIONS = Path.of("../teller-processor/src/main/resources/db/migration");
    private static final int ROWS = 20_000;

    @Test
    void every_entity_is_shown_and_every_query_finds_its_rows_by_an_index() throws Exception {
        try (Connection connection = TestServices.postgres().dataSource().getConnection()) {
            fill(connection);
            assertThat(DirectoryLookup.find(connection, "merchant|m7"))
                    .contains(Map.entry("stores", "1"), Map.entry("tellers", "1"));
            assertThat(DirectoryLookup.find(connection, "store|m7|s7")).containsEntry("enabled", "true");
            assertThat(DirectoryLookup.find(connection, "teller|m7|t7")).containsEntry("card", account(7));
            assertThat(DirectoryLookup.find(connection, "account|" + account(7)))
                    .contains(Map.entry("cardOfTellers", "teller|m7|t7"), Map.entry("registrationId", "none"));

            for (String id : List.of("merchant|m7", "store|m7|s7", "teller|m7|t7", "account|" + account(7))) {
                assertThat(DirectoryLookup.find(explaining(connection), id).get("QUERY PLAN"))
                        .as(id)
                        .contains("Index")
                        .doesNotContain("Seq Scan");
            }
        }
    }

    private static String account(int number) {
        return "00000000-0000-0000-0000-%012d".formatted(number);
    }

    /** Tables as teller-processor makes them, so large that reading one through is never the cheapest way. */
    private static void fill(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement();
                Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.sorted(Comparator.comparingInt(DirectoryLookupTest::version))
                    .toList()) {
                statement.execute(Files.readString(file));
            }
            for (String rows : List.of(
                    "merchant select 'm' || i, 1, true, false",
                    "store select 'm' || i, 's' || i, 1, true, true",
                    "teller select 'm' || i, 't' || i, 1, 'Active', '\\x00'",
                    """
                    account select lpad(i::text, 32, '0')::uuid, 1, 'Open', '\\x00',
                        sha256(i::text::bytea), null, 'Standard', now()""",
                    "teller_card select 'm' || i, 't' || i, lpad(i::text, 32, '0')::uuid, gen_random_uuid(), now()")) {
                statement.execute("insert into " + rows + " from generate_series(1, " + ROWS + ") as i");
            }
            statement.execute("analyze");
        }
    }

    private static int version(Path migration) {
        String name = migration.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    /** The same connection, but that it answers each query with the database's plan for it. */
    private static Connection explaining(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                DirectoryLookupTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("prepareStatement")) {
                        return connection.prepareStatement("explain (format json) " + args[0]);
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
