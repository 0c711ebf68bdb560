package io.caseline.cases.replay;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.replay.DryRun.OtherReplay;
import io.caseline.cases.replay.ReplayProgress.FailedAgain;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.domain.Limit;

/** Promise 1: what failed can be replayed, in a controlled way, and ends as one case. */
class ReplayTest extends RunningCaseProcessor {
    private static final String CODE = "STRING_TOO_LONG";
    private static final String ACTOR = "olivia";

    @Autowired
    ReplayService replays;

    @Autowired
    Holds holds;

    @Autowired
    AuditLog audit;

    @Autowired
    ReplayPurge purge;

    @Test
    void failed_submissions_are_created_and_each_outcome_has_its_event() {
        SubmitCase[] failed = fail("wave", 30);
        ORG.heal();
        Replay replay = replays.start(request(failed, null, null), ACTOR);
        awaitEnd(replay);

        assertThat(replays.progress(replay.id())).satisfies(progress -> {
            assertThat(progress.created()).isEqualTo(30);
            assertThat(progress.waiting() + progress.sent() + progress.failed()).isZero();
        });
        List<CaseEvent> events = await().until(() -> events(failed), all -> all.size() == 60);
        for (SubmitCase command : failed) {
            assertThat(events)
                    .filteredOn(event -> event.getCorrelationId().equals(command.getCorrelationId()))
                    .extracting(CaseEvent::getType, CaseEvent::getAttempts)
                    .containsExactly(Tuple.tuple(CaseEventType.FAILED, 1), Tuple.tuple(CaseEventType.CREATED, 2));
        }
        assertThat(actions(replay)).containsExactly(Action.REPLAY_STARTED, Action.REPLAY_FINISHED);
    }

    @Test
    void a_canary_that_fails_pauses_the_replay_and_says_why() {
        SubmitCase[] failed = fail("canary", 20);
        Replay replay = replays.start(request(failed, null, new Canary(5, 80)), ACTOR);
        awaitState(replay, ReplayState.PAUSED);

        assertThat(replays.find(replay.id()).orElseThrow().pauseReason())
                .isEqualTo("Canary: 0 of 5 created, 80 % required; most failed with " + CODE);
        ReplayProgress paused = replays.progress(replay.id());
        assertThat(paused.failed()).isEqualTo(5);
        assertThat(paused.waiting()).isEqualTo(15);
        assertThat(paused.failedAgain()).containsExactly(new FailedAgain(CODE, "Subject", 5));

        ORG.heal();
        replays.resume(replay.id(), "the rule is mended", ACTOR);
        awaitEnd(replay);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(15);
        assertThat(actions(replay))
                .containsExactly(
                        Action.REPLAY_STARTED, Action.REPLAY_PAUSED, Action.REPLAY_RESUMED, Action.REPLAY_FINISHED);
        assertThat(Stream.of(failed).filter(command -> state(command) == FAILED))
                .hasSize(5);
    }

    @Test
    void a_canary_that_passes_lets_the_others_go() {
        SubmitCase[] failed = fail("passes", 20);
        ORG.heal();
        Replay replay = replays.start(request(failed, null, new Canary(5, 80)), ACTOR);
        awaitEnd(replay);

        assertThat(replays.progress(replay.id()).created()).isEqualTo(20);
        assertThat(replays.find(replay.id()).orElseThrow().canaryPassed()).isTrue();
    }

    @Test
    void a_cancelled_replay_leaves_the_rest_failed_and_replayable() {
        SubmitCase[] failed = fail("cancelled", 20);
        ORG.heal();
        Replay replay = replays.start(request(failed, 1, null), ACTOR);
        await().until(() -> replays.progress(replay.id()).created() > 0);
        replays.cancel(replay.id(), "enough", ACTOR);
        await().until(() -> replays.progress(replay.id()).sent() == 0);

        ReplayProgress cancelled = replays.progress(replay.id());
        assertThat(cancelled.cancelled()).isPositive();
        assertThat(cancelled.created() + cancelled.cancelled()).isEqualTo(20);
        assertThat(Stream.of(failed).filter(command -> state(command) == FAILED))
                .hasSize(cancelled.cancelled());
        assertThatThrownBy(() -> replays.resume(replay.id(), "no", ACTOR))
                .isInstanceOf(IllegalReplayStateException.class)
                .hasMessageContaining("is cancelled; it cannot be resumed");

        Replay again = replays.start(request(failed, null, null), ACTOR);
        awaitEnd(again);
        assertThat(Stream.of(failed)).allMatch(command -> state(command) == CREATED);
    }

    @Test
    void a_submission_is_in_one_replay_at_a_time() {
        SubmitCase[] failed = fail("twice", 6);
        Replay first = replays.start(request(failed, 1, new Canary(1, 100)), ACTOR);
        awaitState(first, ReplayState.PAUSED);
        DryRun dryRun = replays.dryRun(request(failed, null, null));

        assertThat(dryRun.matching()).isEqualTo(6);
        assertThat(dryRun.inOtherReplays()).containsExactly(new OtherReplay(first.id(), 5));
        assertThat(dryRun.toReplay()).isOne();
        Replay second = replays.start(request(failed, null, null), ACTOR);
        assertThat(second.total()).isOne();
        awaitEnd(second);
        replays.cancel(first.id(), "test", ACTOR);
    }

    @Test
    void what_fails_later_is_not_in_the_snapshot_and_is_counted_beside_it() {
        SubmitCase[] failed = fail("snapshot", 5);
        DryRun dryRun = replays.dryRun(request(failed, null, null));
        SubmissionFilter filter = new SubmissionFilter(
                FAILED, failed[0].getProgramCode(), CODE, null, null, dryRun.asOf(), null, null, null, List.of());
        Replay replay = replays.start(new ReplayRequest(filter, "test", 1, 4, new Canary(1, 100), false), ACTOR);
        awaitState(replay, ReplayState.PAUSED);
        fail("snapshot", failed[0].getProgramCode(), 3);

        assertThat(replay.total()).isEqualTo(4);
        assertThat(replays.progress(replay.id()).failedMeanwhile()).isEqualTo(3);
        replays.cancel(replay.id(), "test", ACTOR);
    }

    @Test
    void a_submission_that_failed_in_too_many_replays_is_quarantined() {
        SubmitCase[] failed = fail("quarantine", 1);
        for (int time = 1; time <= 5; time++) {
            awaitEnd(replays.start(request(failed, null, null), ACTOR));
        }
        DryRun dryRun = replays.dryRun(request(failed, null, null));

        assertThat(dryRun.quarantined()).isOne();
        assertThatThrownBy(() -> replays.start(request(failed, null, null), ACTOR))
                .isInstanceOf(NothingToReplayException.class)
                .hasMessage("Of 1 failed submissions that match none can be replayed: 1 are quarantined");
        ORG.heal();
        Replay replay = replays.start(new ReplayRequest(filter(failed), "test", null, null, null, true), ACTOR);
        awaitEnd(replay);
        assertThat(ledger.find(failed[0].getCorrelationId()).orElseThrow().attempts())
                .isEqualTo(7);
    }

    @Test
    void a_replay_keeps_its_rate() {
        SubmitCase[] failed = fail("rate", 12);
        ORG.heal();
        long began = System.nanoTime();
        Replay replay = replays.start(request(failed, 4, null), ACTOR);
        awaitEnd(replay);

        // the first goes at once, the others a quarter of a second apart
        assertThat(System.nanoTime() - began).isGreaterThan(11 * 250_000_000L - 100_000_000L);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(12);
    }

    @Test
    void refused_replays_never_hold_the_live_traffic_of_their_program() {
        ORG.faults(Map.of("failRecords", List.of(refusing("Subject", "broken", "FIELD_INTEGRITY_EXCEPTION"))));
        String program = "program-" + UUID.randomUUID();
        SubmitCase[] failed = many(4, program, "broken");
        send(failed);
        Stream.of(failed).forEach(command -> awaitState(command, FAILED));
        for (int time = 1; time <= 4; time++) {
            awaitEnd(replays.start(request(failed, null, null), ACTOR));
        }

        assertThat(holds.programs()).doesNotContain(program);
        SubmitCase live = many(1, program, "fine")[0];
        send(live);
        awaitState(live, CREATED);
    }

    @Test
    void while_the_org_is_held_nothing_is_sent_and_the_replay_says_so() {
        SubmitCase[] failed = fail("held", 3);
        ORG.fault("status", 503);
        send(asking("Finds out"));
        awaitHold("SERVER_UNAVAILABLE");
        Replay replay = replays.start(request(failed, null, null), ACTOR);

        assertThat(replays.progress(replay.id()).heldBy()).contains("SERVER_UNAVAILABLE");
        assertThat(Stream.of(failed)).noneMatch(command -> state(command) == RECEIVED);
        ORG.heal();
        awaitEnd(replay);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(3);
    }

    @Test
    void replays_leave_the_last_calls_of_the_day_to_live_traffic() {
        SubmitCase[] failed = fail("quota", 3);
        ORG.fault("apiUsage", SandboxOrg.DAILY_CALLS * 3 / 4);
        SubmitCase live = asking("Live");
        send(live);
        awaitState(live, CREATED);
        Replay replay = replays.start(request(failed, null, null), ACTOR);

        assertThat(replays.progress(replay.id()).heldBy()).contains("kept for live traffic");
        SubmitCase second = asking("Live too");
        send(second);
        awaitState(second, CREATED);
        assertThat(replays.progress(replay.id()).waiting()).isEqualTo(3);
        ORG.heal();
        SubmitCase third = asking("Its response tells that there are calls again");
        send(third);
        awaitEnd(replay);
        assertThat(replays.progress(replay.id()).created()).isEqualTo(3);
    }

    @Test
    void two_instances_share_a_replay_and_go_on_when_one_leaves() {
        SubmitCase[] failed = fail("shared", 300);
        ORG.heal();
        Replay replay;
        try (ConfigurableApplicationContext leaving = startAnotherInstance()) {
            replay = leaving.getBean(ReplayService.class).start(request(failed, 100, null), ACTOR);
            await().until(() -> replays.progress(replay.id()).created() > 50);
        }
        awaitEnd(replay);

        assertThat(replays.progress(replay.id()).created()).isEqualTo(300);
        List<CaseEvent> events = await().until(() -> events(failed), all -> all.size() >= 600);
        assertThat(events).hasSize(600);
        assertThat(actions(replay)).containsExactly(Action.REPLAY_STARTED, Action.REPLAY_FINISHED);
    }

    @Test
    void old_replays_go_with_their_snapshots_and_open_ones_stay() {
        SubmitCase[] failed = fail("purge", 2);
        Replay old = replays.start(request(failed, null, null), ACTOR);
        awaitEnd(old);
        Replay open = replays.start(request(failed, null, new Canary(1, 100)), ACTOR);
        awaitState(open, ReplayState.PAUSED);
        jdbc.sql("update replay set ended_at = now() - interval '91 days' where id = ?")
                .param(old.id())
                .update();
        purge.purge();

        assertThat(replays.find(old.id())).isEmpty();
        assertThat(query(Integer.class, "select count(*) from replay_entry where replay = ?", old.id()))
                .containsExactly(0);
        assertThat(replays.progress(open.id()).waiting()).isOne();
        assertThat(actions(old)).hasSize(2);
        replays.cancel(open.id(), "test", ACTOR);
    }

    @Test
    void an_unknown_replay_is_told_by_its_number() {
        assertThatThrownBy(() -> replays.pause(987_654_321, "test", ACTOR))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("There is no replay 987654321");
    }

    private SubmitCase[] fail(String what, int count) {
        return fail(what, "program-" + UUID.randomUUID(), count);
    }

    private SubmitCase[] fail(String what, String program, int count) {
        ORG.faults(Map.of("failRecords", List.of(refusing("Subject", what, CODE))));
        SubmitCase[] commands = many(count, program, what);
        send(commands);
        Stream.of(commands).forEach(command -> awaitState(command, FAILED));
        return commands;
    }

    private static SubmissionFilter filter(SubmitCase... commands) {
        return new SubmissionFilter(
                FAILED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Stream.of(commands).map(SubmitCase::getCorrelationId).toList());
    }

    private static ReplayRequest request(SubmitCase[] commands, @Nullable Integer rate, @Nullable Canary canary) {
        return new ReplayRequest(filter(commands), "the cause is mended", rate, null, canary, false);
    }

    private CaseState state(SubmitCase command) {
        return ledger.find(command.getCorrelationId()).orElseThrow().state();
    }

    private void awaitEnd(Replay replay) {
        awaitState(replay, ReplayState.FINISHED);
    }

    private void awaitState(Replay replay, ReplayState state) {
        await().until(() -> replays.find(replay.id()).orElseThrow().state() == state);
    }

    private List<Action> actions(Replay replay) {
        return audit.findByReplayOrderById(replay.id(), Limit.of(10)).stream()
                .map(AuditEntry::action)
                .toList();
    }
}
