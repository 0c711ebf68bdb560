package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** The database commits, and its answer never arrives. */
@Import(LostCommitTest.LossyTransactions.class)
@OwnApplication
class LostCommitTest extends RunningCaseProcessor {
    private static final AtomicBoolean LOSE = new AtomicBoolean();
    private static volatile String thread = "";

    @AfterEach
    void none() {
        LOSE.set(false);
    }

    @Test
    void a_batch_whose_commit_got_no_response_is_sent_once() {
        lose("case-commands");
        SubmitCase command = asking("Inserted and claimed, unconfirmed");
        send(List.of(awaited(command)));

        awaitState(command, CREATED);
        assertThat(LOSE).isFalse();
        SubmitCase next = asking("Next");
        send(next);
        assertThat(events(command, next)).hasSize(2);
        assertThat(replies(command)).isNotEmpty();
        await().until(() -> query(UUID.class, "select claimed_by from ledger_entry where claimed_by is not null")
                .isEmpty());
    }

    @Test
    void claimed_commands_whose_commit_got_no_response_are_sent_once() {
        SubmitCase command = asking("Claimed, unconfirmed");
        ORG.fault("status", 503);
        lose("claims");
        send(command);
        await().until(() -> !LOSE.get());
        ORG.heal();

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void an_outcome_whose_commit_got_no_response_has_one_event_and_its_reply() {
        lose("");
        SubmitCase command = asking("Settled, unconfirmed");
        send(List.of(awaited(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(replies(command)).isNotEmpty();
        assertThat(LOSE).isFalse();
        assertThat(events(command)).hasSize(1);
    }

    /** The answer to the next commit of a thread with this name, or of a call slot, which has none. */
    private static void lose(String threadName) {
        thread = threadName;
        LOSE.set(true);
    }

    static class LossyTransactions {

        @Bean
        @Primary
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource) {
                @Override
                protected void doCommit(DefaultTransactionStatus status) {
                    super.doCommit(status);
                    String name = Thread.currentThread().getName();
                    boolean concerned = thread.isEmpty() ? name.isEmpty() : name.contains(thread);
                    if (concerned && LOSE.compareAndSet(true, false)) {
                        throw new TransactionSystemException("The answer to the commit is lost");
                    }
                }
            };
        }
    }
}
