package io.caseline.cases.submission;

import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A transaction that the broker has given up on. */
@TestPropertySource(properties = "spring.kafka.producer.properties.transaction.timeout.ms=1000")
@DirtiesContext
class FencedTest extends RunningCaseProcessor {

    @Autowired
    CrashingPublisher publisher;

    @Test
    void a_transaction_that_takes_too_long_loses_nothing() {
        AtomicInteger waits = new AtomicInteger();
        publisher.delay = () -> {
            if (waits.getAndIncrement() == 0) {
                outlastTheBroker();
            }
        };
        SubmitCase command = asking("Took too long");
        SubmitCase next = asking("Came after");
        send(command);
        await().until(() -> waits.get() > 0);
        send(next);

        assertThat(events(command, next)).hasSize(2);
    }

    /** The broker looks for transactions that are too old every 10 s. */
    private static void outlastTheBroker() {
        try {
            assertThat(new CountDownLatch(1).await(12, TimeUnit.SECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
