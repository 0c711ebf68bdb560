package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.Commands;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Many replays, few calls at once, and a live case. */
@TestPropertySource(properties = {"caseline.salesforce.records-per-call=10", "caseline.salesforce.calls-at-once=2"})
@DirtiesContext
class ReplayFloodTest extends RunningCaseProcessor {

    @Test
    void a_flood_of_replays_takes_one_call_at_once_and_a_live_case_takes_another() {
        SubmitCase before = asking("The mapping is checked by then");
        send(before);
        awaitState(before, CREATED);
        ORG.mostAtOnce.set(0);
        int calls = ORG.calls.get();
        CountDownLatch liveIsDone = new CountDownLatch(1);
        AtomicBoolean begun = new AtomicBoolean();
        ORG.beforeInsert = () -> {
            if (!begun.getAndSet(true)) {
                await(liveIsDone);
            }
        };
        SubmitCase[] flood =
                Stream.generate(() -> asking("Replayed")).limit(120).toArray(SubmitCase[]::new);
        send(Stream.of(flood).map(Commands::replay).toList());
        await().until(begun::get);

        SubmitCase live = asking("Live");
        send(live);
        awaitState(live, CREATED);
        assertThat(ORG.calls.get() - calls)
                .as("the first replays, which are not answered yet, and the live case")
                .isEqualTo(2);
        await().until(() -> ORG.underWay.get() == 1);

        ORG.mostAtOnce.set(0);
        liveIsDone.countDown();
        assertThat(events(flood)).hasSize(120);
        assertThat(ORG.mostAtOnce.get()).isEqualTo(1);
        assertThat(ORG.calls.get() - calls).isGreaterThanOrEqualTo(1 + 12);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
