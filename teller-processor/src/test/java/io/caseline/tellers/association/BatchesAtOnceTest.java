package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.inbox.GivenCommands;
import io.caseline.tellers.outcome.DecidedCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** Batches that are decided at the same time end as if one after the other. */
class BatchesAtOnceTest extends WholeApplicationTest {
    @Autowired
    AssociationService service;

    @Autowired
    TransactionTemplate transaction;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    Merchant merchant = new Merchant("", "");

    @BeforeEach
    void a_merchant() {
        merchant = pipeline.merchant();
    }

    @AfterEach
    void no_thread_stays() {
        threads.shutdownNow();
    }

    @Test
    void two_cards_for_one_teller_follow_each_other() {
        String teller = pipeline.teller(merchant);
        List<DecidedCommand> decided = meeting(
                () -> lockTeller(teller),
                GivenCommands.command(command(merchant, teller, pipeline.account())),
                GivenCommands.command(command(merchant, teller, pipeline.account())));

        assertThat(decided).extracting(each -> each.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertChain(teller, 2);
    }

    @Test
    void the_same_card_for_one_teller_is_associated_once() {
        String teller = pipeline.teller(merchant);
        UUID account = pipeline.account();
        List<DecidedCommand> decided = meeting(
                () -> lockTeller(teller),
                GivenCommands.command(command(merchant, teller, account)),
                GivenCommands.command(command(merchant, teller, account)));

        assertThat(decided)
                .extracting(each -> each.outcome().reason())
                .containsExactlyInAnyOrder(AssociationReason.SUCCESS, AssociationReason.SAME_CARD);
        assertChain(teller, 1);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void one_card_for_two_tellers_changes_its_plan_once() {
        UUID account = pipeline.account();
        String one = pipeline.teller(merchant);
        String other = pipeline.teller(merchant);
        List<DecidedCommand> decided = meeting(
                () -> lock("select 1 from account where account_id = ? for update", account),
                GivenCommands.command(command(merchant, one, account)),
                GivenCommands.command(command(merchant, other, account)));

        assertThat(decided).extracting(each -> each.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertThat(decided).extracting(each -> each.outcome().feePlan()).containsOnlyOnce("Employee");
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
        assertChain(one, 1);
        assertChain(other, 1);
    }

    @Test
    void a_command_and_its_repeat_have_one_effect_and_one_event() {
        String teller = pipeline.teller(merchant);
        AssociateTellerCard command = command(merchant, teller, pipeline.account());
        List<DecidedCommand> decided =
                meeting(() -> lockTeller(teller), GivenCommands.command(command), GivenCommands.command(command));

        assertThat(decided).extracting(each -> each.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertThat(decided).extracting(DecidedCommand::decidedNow).containsExactlyInAnyOrder(true, false);
        assertThat(decided).extracting(each -> each.outcome().attempts()).containsOnly(1);
        assertChain(teller, 1);
    }

    @Test
    void a_repeat_that_no_lock_holds_back_comes_again_and_gets_the_first_ones_outcome() {
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        List<Command> both = List.of(GivenCommands.command(command), GivenCommands.command(command));
        List<CompletableFuture<DecidedCommand>> running = meetingOf(
                () -> jdbc.sql("lock table teller_outcome in share mode").update(), both.getFirst(), both.getLast());
        List<Throwable> thrown = running.stream()
                .map(one -> catchThrowable(one::join))
                .filter(Objects::nonNull)
                .toList();

        assertThat(thrown).hasSize(1);
        assertThat(thrown.getFirst()).hasCauseInstanceOf(OptimisticLockingFailureException.class);
        List<DecidedCommand> again = both.stream().map(this::decide).toList();
        assertThat(again).extracting(each -> each.outcome().attempts()).containsOnly(1);
        assertThat(again).extracting(DecidedCommand::decidedNow).containsOnly(false);
        assertThat(pipeline.events(command)).hasSize(1);
    }

    @Test
    void batches_over_the_same_tellers_and_cards_end_as_if_one_by_one() {
        List<String> tellers =
                Stream.generate(() -> pipeline.teller(merchant)).limit(6).toList();
        List<UUID> accounts = Stream.generate(pipeline::account).limit(6).toList();
        Random random = new Random(5);
        List<AssociateTellerCard> commands = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            commands.add(command(merchant, tellers.get(random.nextInt(6)), accounts.get(random.nextInt(6))));
        }
        List<CompletableFuture<List<DecidedCommand>>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<AssociateTellerCard> batch = new ArrayList<>(commands.subList(i * 25, i * 25 + 25));
            // every request is in two batches, in another order
            batch.addAll(commands.subList((i + 1) % 8 * 25, (i + 1) % 8 * 25 + 25));
            Collections.shuffle(batch, random);
            running.add(CompletableFuture.supplyAsync(() -> service.handle(GivenCommands.of(batch)), threads));
        }
        List<DecidedCommand> decided =
                running.stream().flatMap(batch -> batch.join().stream()).toList();

        Set<UUID> succeeded = new HashSet<>();
        int events = 0;
        for (DecidedCommand one : decided) {
            assertThat(one.outcome().reason()).isIn(AssociationReason.SUCCESS, AssociationReason.SAME_CARD);
            assertThat(one.outcome().attempts()).isEqualTo(1);
            events += one.decidedNow() ? 1 : 0;
            if (one.outcome().reason() == AssociationReason.SUCCESS) {
                succeeded.add(one.outcome().correlationId());
            }
        }
        assertThat(events).isEqualTo(commands.size());
        assertThat(tellers.stream()
                        .mapToLong(teller -> pipeline.count("teller_card_history", "teller_id", teller))
                        .sum())
                .isEqualTo(succeeded.size());
        tellers.forEach(
                teller -> assertChain(teller, (int) pipeline.count("teller_card_history", "teller_id", teller)));
        accounts.forEach(account -> assertThat(pipeline.count("fee_plan_history", "account_id", account))
                .isEqualTo(1));
    }

    private List<DecidedCommand> meeting(Runnable lock, Command one, Command other) {
        return meetingOf(lock, one, other).stream().map(CompletableFuture::join).toList();
    }

    /** Both begin while the lock is held, and go on together when it is released. */
    private List<CompletableFuture<DecidedCommand>> meetingOf(Runnable lock, Command one, Command other) {
        List<CompletableFuture<DecidedCommand>> running = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            lock.run();
            running.add(CompletableFuture.supplyAsync(() -> decide(one), threads));
            running.add(CompletableFuture.supplyAsync(() -> decide(other), threads));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                                    .query(Long.class)
                                    .single()
                            == 2);
        });
        return running;
    }

    private void lockTeller(String teller) {
        lock("select 1 from teller where teller_id = ? for update", teller);
    }

    private void lock(String select, Object id) {
        assertThat(jdbc.sql(select).param(id).query(Integer.class).list()).hasSize(1);
    }

    private DecidedCommand decide(Command command) {
        return service.handle(new GivenCommands(List.of(command))).getFirst();
    }

    /** Every association but the last was replaced by a later one, and the last one is the teller's card. */
    private void assertChain(String teller, int length) {
        List<UUID> associated = new ArrayList<>();
        List<UUID> replaced = new ArrayList<>();
        jdbc.sql("select account_id, replaced_account_id from teller_card_history where teller_id = ?")
                .param(teller)
                .query(row -> {
                    associated.add(row.getObject("account_id", UUID.class));
                    Optional.ofNullable(row.getObject("replaced_account_id", UUID.class))
                            .ifPresent(replaced::add);
                });
        replaced.add(jdbc.sql("select account_id from teller_card where teller_id = ?")
                .param(teller)
                .query(UUID.class)
                .single());
        assertThat(associated).hasSize(length).containsExactlyInAnyOrderElementsOf(replaced);
    }
}
