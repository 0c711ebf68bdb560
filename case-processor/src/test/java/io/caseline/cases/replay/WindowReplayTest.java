package io.caseline.cases.replay;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.Commands.message;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;
import org.springframework.kafka.core.KafkaAdmin;

/** An org that was restored from a backup gets the cases again that it has lost, and each once. */
class WindowReplayTest extends RunningCaseProcessor {
    private static final String ACTOR = "olivia";

    @Autowired
    WindowReplayService windows;

    @Autowired
    ReplayService replays;

    @Autowired
    AuditLog audit;

    @Autowired
    KafkaAdmin admin;

    @Test
    void lost_cases_are_created_again_and_those_that_exist_are_left_alone() {
        SubmitCase[] commands = many(30, "window", "Lost");
        send(commands);
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        List<SubmitCase> lost = List.of(commands).subList(0, 10);
        SubmitCase kept = commands[20];
        String number = ORG.find(kept.getCorrelationId()).orElseThrow().number();
        ORG.lose(ids(lost));

        Replay replay = windows.start(window("window", null, false), ACTOR);
        awaitEnd(replay);

        assertThat(windows.search(replay.id()).orElseThrow()).satisfies(search -> {
            assertThat(search.commands()).isEqualTo(30);
            assertThat(search.existing()).isEqualTo(20);
            assertThat(search.missing()).isEqualTo(10);
        });
        assertThat(replays.find(replay.id()).orElseThrow().total()).isEqualTo(10);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(10);
        assertThat(awaitState(kept, CREATED).caseNumber()).isEqualTo(number);
        SubmitCase again = lost.getFirst();
        assertThat(awaitState(again, CREATED).caseNumber())
                .isEqualTo(ORG.find(again.getCorrelationId()).orElseThrow().number());
        await().until(() -> events(again).size() == 3);
        assertThat(events(again))
                .extracting(CaseEvent::getType, CaseEvent::getAttempts, CaseEvent::getFailureCode)
                .containsExactly(
                        Tuple.tuple(CaseEventType.CREATED, 1, null),
                        Tuple.tuple(CaseEventType.FAILED, 2, "CASE_MISSING"),
                        Tuple.tuple(CaseEventType.CREATED, 3, null));
        assertThat(events(commands).stream().map(CaseEvent::getEventId)).doesNotHaveDuplicates();
        assertThat(audit.findByReplayOrderById(replay.id(), Limit.of(10)))
                .extracting(AuditEntry::action)
                .containsExactly(Action.REPLAY_STARTED, Action.WINDOW_SEARCHED, Action.REPLAY_FINISHED);
    }

    @Test
    void a_dry_run_counts_and_changes_nothing() {
        SubmitCase lost = askingOf("dry", "Lost");
        SubmitCase kept = askingOf("dry", "Kept");
        SubmitCase failed = askingOf("dry", "Refused dry");
        SubmitCase discarded = askingOf("dry", "Refused dry, discarded");
        ORG.fault("failRecords", List.of(refusing("Subject", "Refused dry", "STRING_TOO_LONG")));
        send(lost, kept, failed, discarded);
        awaitState(lost, CREATED);
        awaitState(kept, CREATED);
        awaitState(failed, FAILED);
        awaitState(discarded, FAILED);
        jdbc.sql("update ledger_entry set state = 'DISCARDED' where correlation_id = ?")
                .param(discarded.getCorrelationId())
                .update();
        ORG.lose(List.of(lost.getCorrelationId()));

        Replay replay = windows.start(window("dry", null, true), ACTOR);
        awaitEnd(replay);

        assertThat(windows.search(replay.id()).orElseThrow().describe())
                .startsWith(
                        "4 commands read: 1 cases exist, 1 are missing, 0 without an outcome, 1 failed, 1 discarded");
        assertThat(replays.find(replay.id()).orElseThrow().total()).isZero();
        assertThat(awaitState(lost, CREATED).attempts()).isEqualTo(1);
        assertThat(awaitState(discarded, DISCARDED).attempts()).isEqualTo(1);
    }

    @Test
    void only_commands_of_the_window_and_of_the_program_are_read() {
        SubmitCase before = created("timed", "Before");
        Instant from = nextMillisecond();
        SubmitCase within = created("timed", "Within");
        SubmitCase other = created("timed-other", "Within");
        Instant to = nextMillisecond();
        SubmitCase after = created("timed", "After");
        List<SubmitCase> all = List.of(before, within, other, after);
        ORG.lose(ids(all));

        awaitEnd(windows.start(new WindowReplayRequest(from, to, "timed", "restore", null, null, false), ACTOR));

        assertThat(all)
                .extracting(command -> awaitState(command, CREATED).attempts())
                .containsExactly(1, 3, 1, 1);
    }

    @Test
    void a_search_waits_while_calls_are_held_and_can_be_cancelled() {
        SubmitCase lost = created("held", "Lost");
        SubmitCase waiting = askingOf("held", "Waits");
        ORG.fault("status", 503);
        send(waiting);
        awaitState(waiting, RECEIVED);
        await().until(() -> !breaker.code().isEmpty());
        ORG.lose(List.of(lost.getCorrelationId()));

        Replay replay = windows.start(window("held", null, false), ACTOR);
        await().until(() -> windows.search(replay.id()).orElseThrow().problem() != null);
        assertThat(windows.search(replay.id()).orElseThrow().problem()).startsWith("All calls to Salesforce are held");
        assertThat(replays.find(replay.id()).orElseThrow().state()).isEqualTo(ReplayState.SEARCHING);
        assertThatThrownBy(() -> replays.pause(replay.id(), "why", ACTOR))
                .isInstanceOf(IllegalReplayStateException.class);
        replays.cancel(replay.id(), "the wrong day", ACTOR);
        ORG.heal();

        awaitState(waiting, CREATED);
        assertThat(replays.find(replay.id()).orElseThrow().state()).isEqualTo(ReplayState.CANCELLED);
        assertThat(awaitState(lost, CREATED).attempts()).isEqualTo(1);
        awaitEnd(windows.start(window("held", null, false), ACTOR));
        assertThat(awaitState(lost, CREATED).attempts()).isEqualTo(3);
    }

    @Test
    void a_search_that_begins_anew_finds_the_same_and_the_earlier_run_changes_nothing() {
        SubmitCase[] commands = many(5, "anew", "Lost");
        send(commands);
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        SubmitCase waiting = askingOf("anew", "Waits");
        ORG.fault("status", 503);
        send(waiting);
        await().until(() -> !breaker.code().isEmpty());
        ORG.lose(ids(List.of(commands)));
        Replay replay = windows.start(window("anew", null, false), ACTOR);
        await().until(() -> windows.search(replay.id()).orElseThrow().problem() != null);
        UUID stolen = UUID.randomUUID();
        jdbc.sql("update window_search set run = ?, commands = 100 where replay = ?")
                .param(stolen)
                .param(replay.id())
                .update();
        await().until(() ->
                !stolen.equals(windows.search(replay.id()).orElseThrow().run()));
        ORG.heal();
        awaitEnd(replay);

        assertThat(windows.search(replay.id()).orElseThrow()).satisfies(search -> {
            assertThat(search.commands()).isEqualTo(6);
            assertThat(search.missing()).isEqualTo(5);
        });
        assertThat(events(commands))
                .filteredOn(event -> event.getType() == CaseEventType.FAILED)
                .hasSize(5);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(5);
    }

    @Test
    void a_canary_and_a_pause_are_those_of_any_replay() {
        SubmitCase[] commands = many(12, "canary", "Lost canary");
        send(commands);
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        ORG.lose(ids(List.of(commands)));
        ORG.fault("failRecords", List.of(refusing("Subject", "Lost canary", "STRING_TOO_LONG")));

        Replay replay = windows.start(window("canary", new Canary(2, 100), false), ACTOR);
        await().until(() -> replays.find(replay.id()).orElseThrow().state() == ReplayState.PAUSED);
        ORG.heal();
        replays.resume(replay.id(), "mended", ACTOR);
        awaitEnd(replay);

        assertThat(replays.progress(replay.id())).satisfies(progress -> {
            assertThat(progress.created()).isEqualTo(10);
            assertThat(progress.failed()).isEqualTo(2);
        });
    }

    @Test
    void commands_that_kafka_has_deleted_are_told() throws Exception {
        SubmitCase gone = created("gone", "Deleted in Kafka");
        deleteRecords();
        SubmitCase left = created("gone", "Left in Kafka");
        ORG.lose(ids(List.of(gone, left)));

        Replay replay = windows.start(window("gone", null, false), ACTOR);
        awaitEnd(replay);

        assertThat(windows.search(replay.id()).orElseThrow().logStartsAt()).isNotNull();
        assertThat(audit.findByReplayOrderById(replay.id(), Limit.of(10)))
                .extracting(AuditEntry::result)
                .anyMatch(result -> result != null && result.contains("Kafka has all commands only from"));
        assertThat(ORG.find(left.getCorrelationId())).isPresent();
        assertThat(ORG.find(gone.getCorrelationId())).isEmpty();
    }

    @Test
    void a_window_needs_a_start_before_its_end_and_a_reason() {
        Instant now = Instant.now();
        assertThatThrownBy(() -> new WindowReplayRequest(now, now, null, "why", null, null, true))
                .hasMessage("from must be before to");
        assertThatThrownBy(() -> new WindowReplayRequest(now, now.plusSeconds(1), null, " ", null, null, true))
                .hasMessage("reason is required");
    }

    private SubmitCase created(String program, String subject) {
        SubmitCase command = askingOf(program, subject);
        send(List.of(message(command)));
        awaitState(command, CREATED);
        return command;
    }

    private static WindowReplayRequest window(
            String program, @org.jspecify.annotations.Nullable Canary canary, boolean dryRun) {
        Instant now = Instant.now();
        return new WindowReplayRequest(
                now.minus(Duration.ofHours(1)),
                now.plusSeconds(60),
                program,
                "the org was restored",
                null,
                canary,
                dryRun);
    }

    /** The precision of a record's time. */
    private static Instant nextMillisecond() {
        Instant next = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        await().until(() -> !Instant.now().isBefore(next));
        return next;
    }

    private static Set<UUID> ids(List<SubmitCase> commands) {
        return commands.stream().map(SubmitCase::getCorrelationId).collect(Collectors.toSet());
    }

    private void awaitEnd(Replay replay) {
        await().until(() -> !replays.find(replay.id()).orElseThrow().state().isOpen());
        assertThat(replays.find(replay.id()).orElseThrow().state()).isEqualTo(ReplayState.FINISHED);
    }

    /** As Kafka does when commands are older than its retention. */
    private void deleteRecords() throws Exception {
        try (Admin kafka = Admin.create(admin.getConfigurationProperties())) {
            Set<TopicPartition> partitions = IntStream.range(0, Topic.PARTITIONS)
                    .mapToObj(number -> new TopicPartition(Topic.Names.CASES_COMMANDS, number))
                    .collect(Collectors.toSet());
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, RecordsToDelete> ends = new HashMap<>();
            kafka.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            kafka.deleteRecords(ends).all().get();
        }
    }
}
