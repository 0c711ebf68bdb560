package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg.ReceivedCall;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program whose records are all refused is held; others go on, and no record fails for it. */
class HeldProgramTest extends RunningCaseProcessor {
    private static final String RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

    @Test
    void a_program_whose_records_are_all_refused_is_held_and_another_one_goes_on_at_once() {
        ORG.fault("failRecords", List.of(refusing("Caseline_Program__c", "holds-one", RULE)));
        SubmitCase[] held = many(30, "holds-one", "New rule");
        sendTogether(held);
        await().until(() -> isHeld("holds-one"));
        SubmitCase[] others = many(30, "another", "No new rule");
        sendTogether(others);

        assertThat(events(others)).hasSize(30).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertFourFailedAtMost(held);
        assertThat(isHeld("another")).isFalse();
        assertThat(breaker.code()).isEmpty();
        assertThat(gauge("caseline.cases.programs.held")).isEqualTo(1);
        assertThat(meters.get("caseline.cases.held")
                        .tag("program", "holds-one")
                        .tag("code", RULE)
                        .gauge()
                        .value())
                .isPositive();
        ORG.heal();

        assertThat(events(held)).hasSize(30);
        assertFourFailedAtMost(held);
        await().until(() -> !isHeld("holds-one"));
    }

    @Test
    void a_held_program_is_probed_with_one_record_after_another_and_new_commands_wait_in_the_ledger() {
        ORG.fault("failRecords", List.of(refusing("Caseline_Program__c", "probed", RULE)));
        sendTogether(many(10, "probed", "New rule"));
        await().until(() -> isHeld("probed"));
        ORG.resetStats();
        SubmitCase[] late = many(10, "probed", "Comes during the hold");
        sendTogether(late);

        await().until(() -> ORG.inserts().size() >= 3);
        assertThat(ORG.inserts())
                .allSatisfy(probe -> assertThat(probe.externalIds()).hasSize(1))
                .extracting(ReceivedCall::externalIds)
                .doesNotHaveDuplicates();
        assertStates(RECEIVED, late);
        ORG.heal();

        assertThat(events(late)).hasSize(10).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void a_flow_that_fails_for_all_of_a_programs_records_holds_the_program_and_fails_nothing() {
        ORG.fault(
                "failRecords", List.of(refusing("Caseline_Program__c", "broken-flow", "CANNOT_EXECUTE_FLOW_TRIGGER")));
        SubmitCase[] held = many(16, "broken-flow", "The flow is broken");
        sendInOneBatch(held);
        await().until(() -> isHeld("broken-flow"));
        assertStates(RECEIVED, held);
        ORG.heal();

        assertThat(events(held)).hasSize(16).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void two_programs_that_are_refused_alike_hold_the_org_and_fail_nothing() {
        ORG.fault("failRecords", List.of(refusing("Subject", "Nobody may", "INSUFFICIENT_ACCESS")));
        List<SubmitCase> commands = new ArrayList<>(refusedAlike("first", "second"));
        await().until(() -> breaker.code().equals("INSUFFICIENT_ACCESS") || (isHeld("first") && isHeld("second")));
        if (isHeld("first")) {
            // every eighth call carries the oldest command's program alone; it was this one, and is not the next
            commands.addAll(refusedAlike("third", "fourth"));
        }
        awaitHold("INSUFFICIENT_ACCESS");
        SubmitCase[] all = commands.toArray(SubmitCase[]::new);
        long calls = ORG.count("apiCalls");
        await().until(() -> ORG.count("apiCalls") >= calls + 3);
        assertStates(RECEIVED, all);
        ORG.heal();

        assertThat(events(all)).hasSize(all.length).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    private List<SubmitCase> refusedAlike(String program, String other) {
        SubmitCase[] commands = Stream.generate(
                        () -> Stream.of(askingOf(program, "Nobody may"), askingOf(other, "Nobody may")))
                .limit(10)
                .flatMap(Function.identity())
                .toArray(SubmitCase[]::new);
        sendInOneBatch(commands);
        return List.of(commands);
    }

    @Test
    void an_automation_that_bears_50_records_but_not_200_gets_smaller_calls() {
        SubmitCase[] commands = many(400, "automated", "One of many");
        sendDuringAnOutage(commands);
        ORG.fault("maxRecordsPerCall", 50);

        assertThat(events(commands)).hasSize(400).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.insertsOf(commands)).hasSizeLessThanOrEqualTo(30);
        assertThat(isHeld("automated")).isFalse();
    }

    @Test
    void a_code_of_the_org_holds_the_program_at_once_and_fails_nothing() {
        ORG.fault("failRecords", List.of(refusing("Subject", "", "STORAGE_LIMIT_EXCEEDED")));
        SubmitCase[] commands =
                Stream.generate(() -> asking("No room left")).limit(5).toArray(SubmitCase[]::new);
        sendTogether(commands);
        await().until(() -> gauge("caseline.cases.programs.held") == 1);
        long calls = ORG.count("apiCalls");
        await().until(() -> ORG.count("apiCalls") >= calls + 3);
        assertThat(gauge("caseline.cases.programs.held"))
                .as("a refused probe is no end of the hold")
                .isEqualTo(1);
        Stream.of(commands).forEach(command -> awaitState(command, RECEIVED));
        ORG.heal();

        assertThat(events(commands)).hasSize(5).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    private boolean isHeld(String program) {
        return !query(String.class, "select code from program_hold where program_code = ?", program)
                .isEmpty();
    }

    /** The fifth refusal holds the program; those of earlier, smaller calls have failed by then. */
    private void assertFourFailedAtMost(SubmitCase... commands) {
        assertThat(Stream.of(commands)
                        .map(command -> ledger.find(command.getCorrelationId()).orElseThrow())
                        .filter(entry -> entry.state() == FAILED))
                .hasSizeLessThan(5);
    }

    private void assertStates(CaseState state, SubmitCase... commands) {
        assertThat(commands)
                .extracting(command ->
                        ledger.find(command.getCorrelationId()).orElseThrow().state())
                .containsOnly(state);
    }
}
