package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A consumer whose call takes so long that the group gives its partitions to another one. */
@TestPropertySource(
        properties = {
            "spring.kafka.consumer.properties.max.poll.interval.ms=3000",
            "caseline.salesforce.read-timeout=60s"
        })
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class RebalanceTest extends RunningCaseProcessor {

    @Test
    void a_rebalance_in_the_middle_of_a_batch_makes_one_case_and_one_event(CapturedOutput output) {
        CountDownLatch takenOver = new CountDownLatch(1);
        AtomicInteger inserts = new AtomicInteger();
        ORG.beforeInsert = () -> {
            if (inserts.getAndIncrement() == 0) {
                await(takenOver);
            }
        };
        SubmitCase command = asking("Taken over");
        send(command);

        String number = awaitState(command, CREATED).caseNumber();
        assertThat(inserts.get()).isEqualTo(2);
        takenOver.countDown();
        SubmitCase next = asking("Came after");
        send(next);
        awaitState(next, CREATED);

        assertThat(events(command, next)).hasSize(2);
        assertThat(awaitState(command, CREATED).caseNumber()).isEqualTo(number);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        await().until(() -> output.getOut().contains("submission: partitions moved while a batch was in work"));
        assertThat(output).doesNotContain("submission holds", "Exception thrown when sending a message");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
