package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.ListenerControl;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.client.RestClient;

/** What Kafka, an operator or a restored database does to the positions. */
@TestPropertySource(
        properties = {
            "caseline.positions.check-every=500ms",
            "caseline.positions.look-every=500ms",
            "caseline.events.received=true"
        })
@Import(ListenerControl.class)
@OwnApplication
@ExtendWith(OutputCaptureExtension.class)
class PositionsTest extends RunningCaseProcessor {
    private static final String LISTENER = "case-commands";
    private static final List<String> TABLES = List.of(
            "ledger_entry",
            "listener_position",
            "position_gap",
            "outbox",
            "outbox_progress",
            "published_event",
            "shedlock",
            "instance",
            "program_hold");

    @Autowired
    ListenerControl listeners;

    @Test
    void a_group_whose_offsets_are_gone_handles_nothing_twice() throws Exception {
        SubmitCase before = asking("Before the reset");
        send(before);
        awaitState(before, CREATED);
        listeners.stop(LISTENER);
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of("case-processor")).all().get();
        }
        listeners.start(LISTENER);
        SubmitCase after = asking("After the reset");
        send(after);
        awaitState(after, CREATED);

        assertThat(ORG.insertsOf(before)).hasSize(1);
        assertThat(ORG.insertsOf(after)).hasSize(1);
        assertThat(events(before, after)).hasSize(2);
    }

    @Test
    void a_database_restored_from_an_earlier_state_reads_again_what_it_lacks_and_doubles_nothing() {
        SubmitCase old = asking("In the backup");
        send(old);
        awaitState(old, CREATED);
        assertThat(events(old)).hasSize(1);
        TABLES.forEach(table -> jdbc.sql("create table backup_" + table + " as select * from " + table)
                .update());
        SubmitCase[] lacking =
                Stream.generate(() -> asking("Not in the backup")).limit(30).toArray(SubmitCase[]::new);
        send(lacking);
        assertThat(events(lacking)).hasSize(30);
        Map<SubmitCase, String> numbers = Stream.of(lacking)
                .collect(Collectors.toMap(
                        Function.identity(),
                        command -> String.valueOf(awaitState(command, CREATED).caseNumber())));
        restore();

        numbers.forEach((command, number) ->
                assertThat(awaitState(command, CREATED).caseNumber()).isEqualTo(number));
        SubmitCase next = asking("After the restore");
        send(next);
        assertThat(events(next)).hasSize(1);
        await().until(() -> query(Long.class, "select count(*) from outbox").getFirst() == 0);
        assertThat(events(lacking)).hasSize(30);
        assertThat(allEvents(lacking)).as("received, then created").hasSize(60);
    }

    @Test
    void commands_that_kafka_deleted_before_they_were_read_are_a_gap_until_a_person_acknowledges_it(
            CapturedOutput output) throws Exception {
        SubmitCase before = asking("Read in time");
        send(before);
        awaitState(before, CREATED);
        listeners.stop(LISTENER);
        SubmitCase[] lost = Stream.generate(() -> asking("Lost")).limit(5).toArray(SubmitCase[]::new);
        send(Stream.of(lost)
                .map(command -> new ProducerRecord<String, Object>(Topic.Names.CASES_COMMANDS, 3, "lost", command))
                .toList());
        deleteRecords();
        listeners.start(LISTENER);

        await().until(() -> health().contains("\"status\":\"GAP\""));
        assertThat(health()).contains("\"records\":5");
        assertThat(gauge("caseline.positions.gaps")).isEqualTo(1);
        assertThat(meters.get("caseline.positions.lost").counter().count()).isEqualTo(5);
        assertThat(output.getOut().lines().filter(line -> line.contains("ERROR")))
                .anyMatch(line -> line.contains("5 records of cases.commands-3 were deleted before they were read"));
        SubmitCase after = asking("After the gap");
        send(after);
        awaitState(after, CREATED);

        Long id = query(Long.class, "select id from position_gap").getFirst();
        assertThat(acknowledge(id, "cases:read")).isEqualTo(403);
        assertThat(acknowledge(id, "cases:operate")).isEqualTo(204);
        assertThat(acknowledge(id, "cases:operate")).isEqualTo(404);
        assertThat(health()).doesNotContain("GAP");
        assertThat(query(String.class, "select acknowledged_by from position_gap"))
                .containsExactly("partner");
    }

    private void restore() {
        // one statement, as a restore is one moment for the application; then its connections break
        String tables = String.join(", ", TABLES);
        String copies = TABLES.stream()
                .map(table -> table.equals("position_gap") || table.equals("outbox")
                        ? "insert into " + table + " overriding system value select * from backup_" + table + ";"
                        : "insert into " + table + " select * from backup_" + table + ";")
                .collect(Collectors.joining("\n"));
        jdbc.sql("do $$ begin truncate " + tables + ";\n" + copies + " end $$").update();
        jdbc.sql("""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()""").query(Boolean.class).list();
    }

    private static void deleteRecords() throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, Topic.PARTITIONS)
                    .boxed()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(Topic.Names.CASES_COMMANDS, partition),
                            partition -> OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> all = admin.listOffsets(ends).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            end -> RecordsToDelete.beforeOffset(end.getValue().offset())));
            admin.deleteRecords(all).all().get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()));
    }

    private String health() {
        return String.valueOf(RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri("/actuator/health")
                .headers(headers -> headers.setBearerAuth(token("metrics:read", "caseline")))
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .body(String.class));
    }

    private int acknowledge(long id, String scope) {
        return RestClient.create("http://127.0.0.1:" + port)
                .post()
                .uri("/actuator/gaps/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> headers.setBearerAuth(token(scope, "caseline")))
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toBodilessEntity()
                .getStatusCode()
                .value();
    }
}
