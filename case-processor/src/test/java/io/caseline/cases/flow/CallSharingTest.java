package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.Commands.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg.ReceivedCall;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * Commands share calls: few calls for many commands, and no caller waits for the calls of others. Where the size of calls is
 * tested, the program is the test's own: calls of a program whose records fail elsewhere are small for a while.
 */
class CallSharingTest extends RunningCaseProcessor {

    @Test
    void many_commands_make_few_calls_and_one_event_each() {
        SubmitCase[] commands = many(450, "sharing", "One of many");
        sendDuringAnOutage(commands);
        ORG.heal();

        assertThat(events(commands)).hasSize(450).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.insertsOf(commands)).hasSizeLessThanOrEqualTo(25);
    }

    @Test
    void a_backlog_goes_out_in_full_calls_side_by_side() {
        SubmitCase[] commands = many(6000, "backlog", "Full load");
        sendDuringAnOutage(commands);
        ORG.heal();

        assertThat(events(commands)).hasSize(6000);
        assertThat(ORG.insertsOf(commands)).hasSizeLessThanOrEqualTo(10 * 6);
        assertThat(ORG.count("mostConcurrent")).isBetween(2L, 9L);
    }

    @Test
    void a_lone_case_goes_out_at_once_in_one_call() {
        SubmitCase first = asking("First");
        send(first);
        awaitState(first, CREATED);
        SubmitCase lone = asking("Alone");
        send(lone);

        awaitState(lone, CREATED);
        assertThat(ORG.insertsOf(lone)).hasSize(1);
    }

    @Test
    void callers_who_wait_do_not_wait_for_each_others_calls() {
        ORG.fault("hold", 1000);
        SubmitCase first = asking("Its call takes long");
        send(List.of(awaited(first)));
        await().until(() -> ORG.count("concurrent") == 1);
        SubmitCase second = asking("Has a call of its own");
        send(List.of(awaited(second)));

        await().until(() -> ORG.count("concurrent") == 2);
        awaitState(first, RECEIVED);
        ORG.heal();
        assertThat(replies(first, second)).hasSize(2);
    }

    @Test
    void many_callers_at_once_share_the_calls() {
        ORG.fault("hold", 1000);
        SubmitCase[] commands =
                Stream.generate(() -> asking("One of many")).limit(64).toArray(SubmitCase[]::new);
        ORG.resetStats();
        send(Stream.of(commands)
                .map(command -> {
                    ProducerRecord<String, Object> message = awaited(command);
                    return new ProducerRecord<>(message.topic(), 0, "one", message.value(), message.headers());
                })
                .toList());
        await().until(() -> ORG.count("concurrent") >= 4);
        ORG.heal();

        assertThat(events(commands)).hasSize(64);
        assertThat(ORG.count("mostConcurrent")).isBetween(4L, 9L);
    }

    @Test
    void long_requests_leave_as_gzip_and_short_ones_do_not_and_responses_may_come_as_gzip() {
        ORG.resetStats();
        SubmitCase lone = asking("Short");
        send(lone);
        awaitState(lone, CREATED);
        assertThat(ORG.insertsOf(lone))
                .singleElement()
                .satisfies(call -> assertThat(call.bytes()).isLessThanOrEqualTo(2048))
                .satisfies(call -> assertThat(call.gzip()).isFalse());
        SubmitCase[] commands = many(50, "sending-long", "Long");
        sendDuringAnOutage(commands);
        ORG.heal();

        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        assertThat(ORG.inserts())
                .filteredOn(call -> call.externalIds().size() > 10)
                .isNotEmpty()
                .allMatch(ReceivedCall::gzip)
                .allMatch(call -> call.bytes() < 300 * call.externalIds().size());
        assertThat(ORG.inserts()).allMatch(ReceivedCall::acceptsGzip);
    }
}
