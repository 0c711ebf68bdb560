package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
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

/** Batches of two partitions that meet on the database: each ends as if it had been alone. */
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
        List<Answer> answers = meeting(
                () -> lockTeller(teller),
                GivenCommands.submission(command(merchant, teller, pipeline.account())),
                GivenCommands.submission(command(merchant, teller, pipeline.account())));

        assertThat(answers).extracting(answer -> answer.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertChain(teller, 2);
    }

    @Test
    void the_same_card_for_one_teller_is_associated_once() {
        String teller = pipeline.teller(merchant);
        UUID account = pipeline.account();
        List<Answer> answers = meeting(
                () -> lockTeller(teller),
                GivenCommands.submission(command(merchant, teller, account)),
                GivenCommands.submission(command(merchant, teller, account)));

        assertThat(answers)
                .extracting(answer -> answer.outcome().reason())
                .containsExactlyInAnyOrder(AssociationReason.SUCCESS, AssociationReason.SAME_CARD);
        assertChain(teller, 1);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void one_card_for_two_tellers_changes_its_plan_once() {
        UUID account = pipeline.account();
        String one = pipeline.teller(merchant);
        String other = pipeline.teller(merchant);
        List<Answer> answers = meeting(
                () -> lock("select 1 from account where account_id = ? for update", account),
                GivenCommands.submission(command(merchant, one, account)),
                GivenCommands.submission(command(merchant, other, account)));

        assertThat(answers).extracting(answer -> answer.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertThat(answers).extracting(answer -> answer.outcome().feePlan()).containsOnlyOnce("Employee");
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
        assertChain(one, 1);
        assertChain(other, 1);
    }

    @Test
    void a_request_and_its_repeat_have_one_effect_and_one_event() {
        String teller = pipeline.teller(merchant);
        AssociateTellerCard command = command(merchant, teller, pipeline.account());
        List<Answer> answers =
                meeting(() -> lockTeller(teller), GivenCommands.submission(command), GivenCommands.submission(command));

        assertThat(answers).extracting(answer -> answer.outcome().reason()).containsOnly(AssociationReason.SUCCESS);
        assertThat(answers).extracting(Answer::decidedNow).containsExactlyInAnyOrder(true, false);
        assertThat(answers).extracting(answer -> answer.outcome().attempts()).containsOnly(1);
        assertChain(teller, 1);
    }

    @Test
    void a_repeat_that_no_lock_holds_back_comes_again_and_gets_the_first_ones_outcome() {
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        List<Submission> both = List.of(GivenCommands.submission(command), GivenCommands.submission(command));
        List<CompletableFuture<Answer>> running = meetingOf(
                () -> jdbc.sql("lock table teller_outcome in share mode").update(), both.getFirst(), both.getLast());
        List<Throwable> thrown = running.stream()
                .map(one -> catchThrowable(one::join))
                .filter(Objects::nonNull)
                .toList();

        assertThat(thrown).hasSize(1);
        assertThat(thrown.getFirst()).hasCauseInstanceOf(OptimisticLockingFailureException.class);
        List<Answer> again = both.stream().map(this::answer).toList();
        assertThat(again).extracting(answer -> answer.outcome().attempts()).containsOnly(1);
        assertThat(again).extracting(Answer::decidedNow).containsOnly(false);
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
        List<CompletableFuture<List<Answer>>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<AssociateTellerCard> batch = new ArrayList<>(commands.subList(i * 25, i * 25 + 25));
            // every request is in two batches, in another order
            batch.addAll(commands.subList((i + 1) % 8 * 25, (i + 1) % 8 * 25 + 25));
            Collections.shuffle(batch, random);
            running.add(CompletableFuture.supplyAsync(() -> service.decide(GivenCommands.of(batch)), threads));
        }
        List<Answer> answers =
                running.stream().flatMap(batch -> batch.join().stream()).toList();

        Set<UUID> succeeded = new HashSet<>();
        int events = 0;
        for (Answer answer : answers) {
            assertThat(answer.outcome().reason()).isIn(AssociationReason.SUCCESS, AssociationReason.SAME_CARD);
            assertThat(answer.outcome().attempts()).isEqualTo(1);
            events += answer.decidedNow() ? 1 : 0;
            if (answer.outcome().reason() == AssociationReason.SUCCESS) {
                succeeded.add(answer.outcome().correlationId());
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

    private List<Answer> meeting(Runnable lock, Submission one, Submission other) {
        return meetingOf(lock, one, other).stream().map(CompletableFuture::join).toList();
    }

    /** Both begin while the lock is held, and go on together when it is let go. */
    private List<CompletableFuture<Answer>> meetingOf(Runnable lock, Submission one, Submission other) {
        List<CompletableFuture<Answer>> running = new ArrayList<>();
        transaction.executeWithoutResult(status -> {
            lock.run();
            running.add(CompletableFuture.supplyAsync(() -> answer(one), threads));
            running.add(CompletableFuture.supplyAsync(() -> answer(other), threads));
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

    private Answer answer(Submission submission) {
        return service.decide(new GivenCommands(List.of(submission))).getFirst();
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
