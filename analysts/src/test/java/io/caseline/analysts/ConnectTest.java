package io.caseline.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Kafka Connect with Debezium's JDBC sink. */
class ConnectTest {
    /** Changes with each update of a row. */
    private static final String OLDEST_WRITE = "select min(xmin::text::bigint) from case_events";

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void a_worker_that_runs_through_the_upgrade_writes_each_event_once() throws Exception {
        Warehouse warehouse = new Warehouse(TestServices.postgres(), "early");
        try (EventTopic topic = new EventTopic().writeVersion1()) {
            try (ConnectWorker worker = ConnectWorker.start(topic, TestServices.postgres(), "early")) {
                warehouse.awaitEvents(worker, topic.lives().version1());
                topic.writeVersion2();
                warehouse.awaitEvents(worker, topic.lives().all());
            }

            topic.forget(ConnectWorker.GROUP);
            long written = Long.parseLong(warehouse
                    .rows("select max(xmin::text::bigint) from case_events")
                    .getFirst()
                    .getFirst());
            try (ConnectWorker worker = ConnectWorker.start(topic, TestServices.postgres(), "early")) {
                Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                    worker.check();
                    return Long.parseLong(
                                    warehouse.rows(OLDEST_WRITE).getFirst().getFirst())
                            > written;
                });
                warehouse.awaitEvents(worker, topic.lives().all());
            }
        }
    }

    @Test
    void a_worker_that_starts_after_it_writes_each_event_once() throws Exception {
        Warehouse warehouse = new Warehouse(TestServices.postgres(), "late");
        try (EventTopic topic = new EventTopic().writeVersion1().writeVersion2();
                ConnectWorker worker = ConnectWorker.start(topic, TestServices.postgres(), "late")) {
            warehouse.awaitEvents(worker, topic.lives().all());
        }
        warehouse.execute(Queries.state());
        Queries.all()
                .forEach((question, sql) ->
                        assertThat(warehouse.rows(sql)).as(question).isEqualTo(Queries.answer(question)));
        documentedTypes()
                .forEach((field, type) ->
                        assertThat(type(warehouse, field)).as(field).isEqualTo(type));
    }

    private static String type(Warehouse warehouse, String field) {
        String sql = """
                select replace(format_type(atttypid, atttypmod), ' without time zone', '')
                  || coalesce(' DEFAULT ' || replace(pg_get_expr(adbin, adrelid), '::text', ''), '')
                  || case when attnotnull then ' NOT NULL' else '' end
                from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                where attrelid = 'case_events'::regclass and attname = lower('%s')
                """.formatted(field);
        return warehouse.rows(sql).getFirst().getFirst();
    }

    /** PostgreSQL's type of each field in the guide's table of column types. */
    private static Map<String, String> documentedTypes() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guides", "analysts.md"));
        Map<String, String> types = new LinkedHashMap<>();
        guide.substring(guide.indexOf("\n## Column types\n"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> {
                    List<String> fields = code(cells[1]);
                    List<String> columns = code(cells[3]);
                    for (int field = 0; field < fields.size(); field++) {
                        types.put(fields.get(field), columns.get(Math.min(field, columns.size() - 1)));
                    }
                });
        assertThat(types).hasSizeGreaterThan(10);
        return types;
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
