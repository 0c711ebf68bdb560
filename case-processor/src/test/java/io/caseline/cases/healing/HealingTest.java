package io.caseline.cases.healing;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.replay.ReplayState;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;
import org.springframework.test.context.TestPropertySource;

/** A rule replays what failed once its cause is gone, and not before. */
@OwnApplication
@TestPropertySource(
        properties = {
            "caseline.healing.look-every=100ms",
            "caseline.healing.probe-every=500ms",
            "caseline.replay.max-replays=3",
            "caseline.healing.rules[0].name=by-time",
            "caseline.healing.rules[0].codes=STRING_TOO_LONG",
            "caseline.healing.rules[0].program=timed",
            "caseline.healing.rules[0].after=3s",
            "caseline.healing.rules[0].canary.size=2",
            "caseline.healing.rules[1].name=by-mapping",
            "caseline.healing.rules[1].codes=INVALID_FIELD,FIELD_INTEGRITY_EXCEPTION",
            "caseline.healing.rules[1].program=mapped",
            "caseline.healing.rules[1].on-mapping-change=true"
        })
class HealingTest extends RunningCaseProcessor {
    @Autowired
    ReplayService replays;

    @Autowired
    AuditLog audit;

    @Test
    void probes_go_on_until_one_becomes_a_case_and_then_the_rest_is_replayed() {
        SubmitCase[] commands = fail("timed", "STRING_TOO_LONG", 10);
        await().until(() -> of("rule:by-time").stream()
                        .filter(replay -> replay.state() == ReplayState.FINISHED)
                        .count()
                >= 2);
        assertThat(of("rule:by-time")).allMatch(replay -> replay.total() == 1);
        assertThat(Stream.of(commands)).allMatch(command -> awaitState(command, FAILED) != null);

        ORG.heal();
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        await().until(() ->
                of("rule:by-time").stream().noneMatch(replay -> replay.state().isOpen()));
        List<Replay> all = of("rule:by-time");
        assertThat(all.getFirst().reason()).isEqualTo("A probe became a case: the cause is gone");
        assertThat(all.getFirst().canary()).isNotNull();
        assertThat(all.stream().skip(1)).allMatch(replay -> replay.reason().equals(HealingStore.PROBE));
        assertThat(audit.findByReplayOrderById(all.getFirst().id(), Limit.of(10)))
                .first()
                .satisfies(started -> {
                    assertThat(started.action()).isEqualTo(Action.REPLAY_STARTED);
                    assertThat(started.actor()).isEqualTo("rule:by-time");
                });
    }

    @Test
    void probes_end_with_the_quarantine() {
        SubmitCase[] commands = fail("timed", "STRING_TOO_LONG", 1);
        await().until(() -> query(
                        Integer.class,
                        "select replays from ledger_entry where correlation_id = ?",
                        commands[0].getCorrelationId())
                .equals(List.of(3)));
        long probes = of("rule:by-time").size();
        await().during(java.time.Duration.ofSeconds(3))
                .until(() -> of("rule:by-time").size() == probes);
    }

    @Test
    void a_rule_for_a_changed_mapping_does_nothing_before_it_has_changed() {
        SubmitCase[] commands = fail("mapped", "FIELD_INTEGRITY_EXCEPTION", 4);
        ORG.heal();
        await().until(() ->
                query(Integer.class, "select count(*) from fitting_mapping").equals(List.of(1)));
        await().during(java.time.Duration.ofSeconds(2))
                .until(() -> of("rule:by-mapping").isEmpty());

        jdbc.sql("update fitting_mapping set fingerprint = 'of another mapping'")
                .update();
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        await().until(() -> of("rule:by-mapping").stream()
                .noneMatch(replay -> replay.state().isOpen()));
        assertThat(of("rule:by-mapping")).extracting(Replay::total).containsExactly(3, 1);
        assertThat(audit.findByIdLessThanOrderByIdDesc(Long.MAX_VALUE, Limit.of(100)))
                .extracting(AuditEntry::actor)
                .contains("rule:by-mapping");
    }

    private SubmitCase[] fail(String program, String code, int count) {
        SubmitCase[] commands = many(count, program, "To be healed");
        ORG.fault("failRecords", List.of(refusing("Subject", "To be healed", code)));
        sendTogether(commands);
        Stream.of(commands).forEach(command -> awaitState(command, FAILED));
        return commands;
    }

    /** The newest first. */
    private List<Replay> of(String actor) {
        return replays.list(Long.MAX_VALUE, 100).stream()
                .filter(replay -> replay.startedBy().equals(actor))
                .toList();
    }
}
