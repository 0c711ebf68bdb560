package io.caseline.tellers.directory;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;

/** A batch of the directory and one of associations that lock the same rows never deadlock. */
@ExtendWith(OutputCaptureExtension.class)
class NoDeadlockTest extends WholeApplicationTest {
    @Autowired
    DirectoryWriter directory;

    @Autowired
    TransactionTemplate transaction;

    Merchant merchant = new Merchant("", "");
    String teller = "";
    UUID first = new UUID(0, 0);
    UUID last = new UUID(0, 0);

    @BeforeEach
    void a_teller_and_two_accounts() {
        merchant = pipeline.merchant();
        teller = pipeline.teller(merchant);
        List<UUID> accounts = Stream.generate(pipeline::account)
                .limit(2)
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
        first = accounts.getFirst();
        last = accounts.getLast();
    }

    @Test
    void a_tombstone_for_an_earlier_row_than_an_entry_does_not_deadlock(CapturedOutput output) {
        AssociateTellerCard one = command(merchant, teller, first);
        AssociateTellerCard other = command(merchant, teller, last);
        meeting(
                () -> lock("select 1 from account where account_id = ? for update", first),
                () -> pipeline.submit(one, other),
                List.of(account(last), new AccountDisabled("account|" + first, first)));

        assertThat(pipeline.awaitReplies(one, 1)).hasSize(1);
        assertThat(pipeline.awaitReplies(other, 1)).hasSize(1);
        assertThat(output).doesNotContain("deadlock detected");
    }

    @Test
    void a_teller_that_returns_after_a_tombstone_does_not_deadlock(CapturedOutput output) {
        AssociateTellerCard command = command(merchant, teller, first);
        meeting(
                () -> lock("select 1 from teller where teller_id = ? for update", teller),
                () -> pipeline.submit(command),
                List.of(account(first), new TellerDisabled(key("x"), merchant.id(), "x"), teller("x"), teller(teller)));

        assertThat(pipeline.awaitReplies(command, 1)).hasSize(1);
        assertThat(output).doesNotContain("deadlock detected");
    }

    /** The association waits for the lock first, and gets it first when it is let go. */
    private void meeting(Runnable lock, Runnable association, List<DirectoryChange> changes) {
        CompletableFuture<Void> applied = Objects.requireNonNull(transaction.execute(status -> {
            lock.run();
            association.run();
            awaitWaiting(1);
            CompletableFuture<Void> applying =
                    CompletableFuture.runAsync(() -> transaction.executeWithoutResult(own -> directory.apply(changes)));
            awaitWaiting(2);
            return applying;
        }));
        applied.join();
    }

    private void awaitWaiting(long count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                                .query(Long.class)
                                .single()
                        == count);
    }

    private void lock(String select, Object id) {
        assertThat(jdbc.sql(select).param(id).query(Integer.class).list()).hasSize(1);
    }

    private DirectoryChange teller(String id) {
        return new Teller(key(id), 2, merchant.id(), id, "Active", ByteBuffer.allocate(1));
    }

    private String key(String id) {
        return "teller|" + merchant.id() + "|" + id;
    }

    private static DirectoryChange account(UUID id) {
        return new Account(
                "account|" + id,
                2,
                id,
                "Open",
                ByteBuffer.allocate(1),
                null,
                null,
                "Standard",
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
