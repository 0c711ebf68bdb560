package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.many;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.salesforce.FaultyApi;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;

/** A fault of this application itself, in the middle of a call. */
@Import(FaultyApi.class)
@OwnApplication
@ExtendWith(OutputCaptureExtension.class)
class InternalFaultTest extends RunningCaseProcessor {

    @AfterEach
    void repair() {
        FaultyApi.FAULT.set(null);
    }

    @Test
    void any_exception_in_a_call_shows_as_a_hold_and_the_cases_go_on_when_it_is_over(CapturedOutput output) {
        FaultyApi.FAULT.set(new ArrayIndexOutOfBoundsException("Not to be told"));
        SubmitCase[] commands = many(20, "gobank", "Waits for the repair");
        send(commands);

        awaitHold("INTERNAL_ArrayIndexOutOfBoundsException");
        assertThat(output)
                .contains("Internal error during a Salesforce call: java.lang.ArrayIndexOutOfBoundsException")
                .doesNotContain("Not to be told");
        Stream.of(commands).forEach(command -> awaitState(command, RECEIVED));
        assertThat(breaker.health().getDetails())
                .containsAllEntriesOf(Map.of("code", "INTERNAL_ArrayIndexOutOfBoundsException"));
        repair();

        assertThat(events(commands)).hasSize(20);
        SubmitCase next = asking("Goes as usual");
        send(next);
        awaitState(next, CREATED);
        assertThat(query(UUID.class, "select claimed_by from ledger_entry where claimed_by is not null"))
                .isEmpty();
    }
}
