package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Pipeline;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.Statements;
import io.caseline.tellers.WholeApplicationTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

class AssociationIntegrationTest extends WholeApplicationTest {
    @Autowired
    AssociationService service;

    @Autowired
    OutcomePurge purge;

    Merchant merchant = new Merchant("", "");
    String teller = "";
    UUID account = new UUID(0, 0);

    @BeforeEach
    void a_teller_and_a_matching_account() {
        merchant = pipeline.merchant();
        teller = pipeline.teller(merchant);
        account = pipeline.account();
    }

    @Test
    void a_card_becomes_the_tellers_employee_card() {
        AssociateTellerCard command = command(merchant, teller, account);

        TellerEvent reply = pipeline.ask(command);

        assertThat(reply.getType()).isEqualTo(TellerEventType.ASSOCIATED);
        assertThat(reply.getResponseCode()).isZero();
        assertThat(reply.getAccountIdentifier()).isEqualTo(account);
        assertThat(reply.getPreviousFeePlan()).isEqualTo("Standard");
        assertThat(reply.getFeePlan()).isEqualTo("Employee");
        List<ConsumerRecord<String, TellerEvent>> events = pipeline.events(command);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().value()).isEqualTo(reply);
        assertThat(events.getFirst().key()).isEqualTo(merchant.id() + "|" + teller);
        assertThat(events.getFirst().headers().lastHeader("ce_id").value())
                .asString()
                .isEqualTo(CloudEventHeaders.eventId(command.getCorrelationId(), "io.caseline.teller.associated", 1)
                        .toString());
        assertThat(currentCard()).isEqualTo(account);
        assertThat(feePlan(account)).isEqualTo("Employee");
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void the_trace_of_a_command_goes_on_with_its_event_and_its_reply() {
        AssociateTellerCard command = command(merchant, teller, account);
        pipeline.ask(command);

        String trace = Pipeline.trace(command).value();
        Headers event = pipeline.events(command).getFirst().headers();
        assertThat(event.lastHeader("traceparent").value()).asString().isEqualTo(trace);
        assertThat(event.lastHeader("ce_traceparent").value()).asString().isEqualTo(trace);
        Headers reply = pipeline.received(Topic.Names.TELLERS_REPLIES, command)
                .getFirst()
                .headers();
        assertThat(reply.lastHeader("traceparent").value()).asString().isEqualTo(trace);
    }

    @Test
    void what_is_logged_of_an_association_carries_its_trace() {
        Logger service = (Logger) LoggerFactory.getLogger(AssociationService.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        service.addAppender(lines);
        service.setLevel(Level.DEBUG);
        try {
            AssociateTellerCard command = command(merchant, teller, account);
            pipeline.ask(command);
            assertThat(List.copyOf(lines.list))
                    .anyMatch(line -> Pipeline.trace(command)
                            .traceId()
                            .equals(line.getMDCPropertyMap().get("traceId")));
        } finally {
            service.setLevel(null);
            service.detachAppender(lines);
        }
    }

    @Test
    void the_database_and_the_topics_hold_no_card_number() {
        String number = cardNumber();
        withCard(account, number);
        AssociateTellerCard command = pipeline.commandByNumber(merchant, teller, number);
        assertReason(command, "SUCCESS", 0);
        for (String table : List.of("account", "teller_outcome", "teller_card_history")) {
            assertThat(jdbc.sql("select count(*) from " + table + " as t where t::text like '%" + number + "%'")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
        assertThat(pipeline.events(command).getFirst().value().toString()).doesNotContain(number, "Zo", "ller\"");
    }

    @Test
    void an_insight_partner_names_its_own_cards_by_registration_id_and_nobody_elses() {
        Merchant partner = pipeline.merchant(true);
        Merchant otherPartner = pipeline.merchant(true);
        String registrationId = "R-" + cardNumber().substring(4);
        DirectoryEntry entry = pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller")
                .setMerchantId(partner.id())
                .setSealedRegistrationId(pipeline.sealed(registrationId, "account|" + account + "|registration"))
                .build();
        pipeline.tell(entry);

        assertReason(
                pipeline.commandByNumber(otherPartner, pipeline.teller(otherPartner), registrationId),
                "ACCOUNT_NUMBER_NOT_FOUND",
                110);
        assertReason(pipeline.commandByNumber(merchant, teller, registrationId), "INVALID_ACCOUNT_NUMBER_LENGTH", 100);
        assertReason(pipeline.commandByNumber(partner, pipeline.teller(partner), registrationId), "SUCCESS", 0);
    }

    @Test
    void a_repeat_of_a_success_gets_the_success_and_a_new_request_is_told_of_the_same_card() {
        AssociateTellerCard command = command(merchant, teller, account);
        TellerEvent first = pipeline.ask(command);

        TellerEvent repeat = pipeline.ask(command);

        assertThat(repeat).isEqualTo(first);
        assertThat(pipeline.events(command)).hasSize(1);
        assertReason(command(merchant, teller, account), "SAME_CARD", 868);
    }

    @Test
    void an_account_too_young_is_tried_anew_by_a_repeat() {
        DirectoryEntry.Builder entry = pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller");
        pipeline.tell(
                entry.setOpenedAt(Instant.now().minus(Duration.ofHours(23))).build());
        AssociateTellerCard command = command(merchant, teller, account);
        assertReason(command, "ACCOUNT_TOO_YOUNG", 870);
        assertReason(command, "ACCOUNT_TOO_YOUNG", 870);

        pipeline.tell(entry.setVersion(3)
                .setOpenedAt(Instant.now().minus(Duration.ofHours(25)))
                .build());

        assertThat(pipeline.ask(command).getResponseCode()).isZero();
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getAttempts())
                .containsExactly(1, 2, 3);
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getEventId())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_request_twice_in_a_batch_has_one_effect_and_two_replies() {
        AssociateTellerCard command = command(merchant, teller, account);
        AssociateTellerCard tooYoung = command(merchant, teller, youngAccount());
        pipeline.submit(command, command, tooYoung, tooYoung);

        assertThat(pipeline.awaitReplies(command, 2)).allMatch(reply -> reply.getResponseCode() == 0);
        assertThat(pipeline.awaitReplies(tooYoung, 2)).allMatch(reply -> reply.getResponseCode() == 870);
        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.events(tooYoung)).hasSize(1);
    }

    @Test
    void a_batch_sees_what_it_has_done_before() {
        UUID second = pipeline.account();
        AssociateTellerCard first = command(merchant, teller, account);
        AssociateTellerCard same = command(merchant, teller, account);
        AssociateTellerCard next = command(merchant, teller, second);
        AssociateTellerCard back = command(merchant, teller, account);
        pipeline.submit(first, same, next, back);

        assertThat(List.of(answer(first), answer(same), answer(next), answer(back)))
                .containsExactly("SUCCESS", "SAME_CARD", "SUCCESS", "SUCCESS");
        assertThat(pipeline.replies(back).getFirst().getFeePlan()).isNull();
        assertThat(currentCard()).isEqualTo(account);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
        assertThat(jdbc.sql("select replaced_account_id from teller_card_history where correlation_id = ?")
                        .param(next.getCorrelationId())
                        .query(UUID.class)
                        .single())
                .isEqualTo(account);
    }

    @Test
    void one_card_for_many_tellers_at_once_changes_its_plan_once() {
        List<AssociateTellerCard> commands = IntStream.range(0, 20)
                .mapToObj(i -> command(merchant, pipeline.teller(merchant), account))
                .toList();
        pipeline.submit(commands.toArray(AssociateTellerCard[]::new));

        assertThat(commands).allMatch(command -> answer(command).equals("SUCCESS"));
        assertThat(pipeline.count("teller_card", "account_id", account)).isEqualTo(20);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void an_association_that_the_database_refuses_fails_alone_and_changes_nothing() {
        String neighbour = pipeline.teller(merchant);
        AssociateTellerCard refused = command(merchant, teller, account);
        AssociateTellerCard before = command(merchant, neighbour, pipeline.account());
        AssociateTellerCard after = command(merchant, neighbour, pipeline.account());
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(answers(before, refused, after))
                        .containsExactly("SUCCESS", "ASSOCIATION_NOT_SAVED", "SUCCESS"));
        assertThat(pipeline.replies(refused)).isEmpty();
        assertNothingKept(refused);

        assertReason(refused, "SUCCESS", 0);
        assertThat(pipeline.replies(refused).getFirst().getAttempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "teller_card, ASSOCIATION_NOT_SAVED, 860",
        "teller_card_history, ASSOCIATION_NOT_SAVED, 860",
        "account, FEE_PLAN_NOT_CHANGED, 870",
        "fee_plan_history, FEE_PLAN_NOT_CHANGED, 870"
    })
    void a_write_that_is_refused_leaves_none_of_the_others_and_a_repeat_runs_anew(
            String table, String reason, int code) {
        AssociateTellerCard refused = command(merchant, teller, account);
        whileRefused(table, "account_id", account.toString(), () -> assertReason(refused, reason, code));

        assertNothingKept(refused);
        assertThat(pipeline.events(refused)).hasSize(1);
        assertReason(refused, "SUCCESS", 0);
        assertThat(pipeline.count("teller_card_history", "correlation_id", refused.getCorrelationId()))
                .isEqualTo(1);
    }

    @Test
    void an_outcome_that_is_refused_leaves_no_association_either_and_nobody_is_answered_until_it_is_kept() {
        AssociateTellerCard refused = command(merchant, teller, account);
        whileRefused(
                "teller_outcome", "correlation_id", refused.getCorrelationId().toString(), () -> {
                    assertThat(catchThrowable(() -> answers(refused))).isInstanceOf(DataAccessException.class);
                    assertNothingKept(refused);
                    assertThat(pipeline.count("teller_outcome", "correlation_id", refused.getCorrelationId()))
                            .isZero();
                });
        assertReason(refused, "SUCCESS", 0);
    }

    @Test
    void an_outcome_that_cannot_be_kept_holds_up_the_batch_until_it_can() {
        AssociateTellerCard command = command(merchant, teller, account);
        jdbc.sql("alter table fee_plan_history rename to away").update();
        pipeline.submit(command);
        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .until(() -> pipeline.replies(command).isEmpty());
        jdbc.sql("alter table away rename to fee_plan_history").update();

        assertThat(answer(command)).isEqualTo("SUCCESS");
        assertThat(pipeline.events(command)).hasSize(1);
    }

    @Test
    void a_name_or_a_number_that_no_key_opens_fails_its_request_alone() {
        jdbc.sql(
                        "update teller set sealed_name = (select sealed_name from teller where teller_id = ?) where teller_id = ?")
                .params(pipeline.teller(merchant), teller)
                .update();
        AssociateTellerCard sealedElsewhere = command(merchant, teller, account);
        AssociateTellerCard.Builder number = command(merchant, teller);
        assertReason(sealedElsewhere, "GENERAL_FAILURE", 1000);
        assertReason(
                number.setSealedAccountNumber(pipeline.sealed(cardNumber(), "another"))
                        .build(),
                "GENERAL_FAILURE",
                1000);

        pipeline.tell(pipeline.tellerEntry(merchant.id(), teller, 2, "Active", "Zoe", "Muller")
                .build());
        assertReason(sealedElsewhere, "SUCCESS", 0);
    }

    @Test
    void a_crash_between_the_commit_and_the_reply_decides_nothing_twice() {
        AssociateTellerCard command = command(merchant, teller, account);
        AssociateTellerCard tooYoung = command(merchant, teller, youngAccount());
        Crashes.before(command.getCorrelationId());
        pipeline.submit(command, tooYoung);

        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.events(tooYoung)).hasSize(1);
        assertThat(Crashes.due()).isEmpty();
        assertThat(pipeline.replies(command)).isEmpty();
        assertThat(pipeline.ask(command).getAttempts()).isEqualTo(1);
        assertThat(pipeline.ask(tooYoung).getAttempts()).as("a repeat of 870").isEqualTo(2);
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void a_reply_names_its_request_and_one_that_is_not_final_the_send_that_it_decides() {
        AssociateTellerCard command = command(merchant, teller, account);
        AssociateTellerCard tooYoung = command(merchant, teller, youngAccount());
        pipeline.ask(command);
        pipeline.ask(tooYoung);

        Headers last = headersOfReply(command);
        assertThat(MessageHeaders.correlationId(last)).hasValue(command.getCorrelationId());
        assertThat(MessageHeaders.sendId(last)).isEmpty();
        Headers passing = headersOfReply(tooYoung);
        assertThat(MessageHeaders.correlationId(passing)).hasValue(tooYoung.getCorrelationId());
        assertThat(MessageHeaders.sendId(passing)).isPresent();
    }

    private Headers headersOfReply(AssociateTellerCard command) {
        return pipeline.received(Topic.Names.TELLERS_REPLIES, command)
                .getFirst()
                .headers();
    }

    @Test
    void nobody_is_replied_to_who_does_not_wait() {
        AssociateTellerCard command = command(merchant, teller, account);
        pipeline.send(Topic.Names.TELLERS_COMMANDS, merchant.id() + "|" + teller, command);

        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.replies(command)).isEmpty();
    }

    @Test
    void bytes_that_no_schema_reads_are_set_aside_and_the_next_command_goes_on() {
        pipeline.send(
                Topic.Names.TELLERS_COMMANDS, merchant.id() + "|" + teller, "no Avro".getBytes(StandardCharsets.UTF_8));
        assertReason(command(merchant, teller, account), "SUCCESS", 0);
    }

    @Test
    void the_statements_of_a_batch_do_not_grow_with_it() {
        assertThat(statements(batch(200))).isEqualTo(statements(batch(2))).isEqualTo(10);
    }

    @Test
    void a_batch_that_names_a_teller_and_a_card_again_is_done_at_once_all_the_same() {
        AssociateTellerCard first = command(merchant, teller, account);
        AssociateTellerCard same = command(merchant, teller, account);
        AssociateTellerCard other = command(merchant, pipeline.teller(merchant), account);
        int statements = statements(
                () -> assertThat(answers(first, same, other)).containsExactly("SUCCESS", "SAME_CARD", "SUCCESS"));
        assertThat(statements).isEqualTo(10);
    }

    @Test
    void every_statement_of_a_batch_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        AssociateTellerCard byNumber = pipeline.commandByNumber(merchant, teller, cardNumber());
        Runnable batch = batch(50);
        Map<String, String> plans = Statements.plans(() -> {
            batch.run();
            answers(byNumber);
            purge.purge();
        });
        assertThat(plans).hasSize(11);
        assertThat(FullTables.readThrough(plans)).isEmpty();
    }

    @Test
    void rejections_are_purged_after_their_time_and_associations_stay() {
        AssociateTellerCard associated = command(merchant, teller, account);
        AssociateTellerCard rejected = command(merchant, teller, UUID.randomUUID());
        AssociateTellerCard recent = command(merchant, teller, UUID.randomUUID());
        answers(associated, rejected, recent);
        jdbc.sql("update teller_outcome set decided_at = now() - interval '91 days' where correlation_id in (?, ?)")
                .params(associated.getCorrelationId(), rejected.getCorrelationId())
                .update();
        purge.purge();

        assertThat(Stream.of(associated, rejected, recent)
                        .map(command -> pipeline.count("teller_outcome", "correlation_id", command.getCorrelationId())))
                .containsExactly(1L, 0L, 1L);
        assertThat(answers(associated, rejected)).containsExactly("SUCCESS", "ACCOUNT_IDENTIFIER_NOT_FOUND");
    }

    private static int statements(Runnable work) {
        int before = Statements.prepared();
        work.run();
        return Statements.prepared() - before;
    }

    private Runnable batch(int size) {
        List<AssociateTellerCard> commands = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            commands.add(command(merchant, "teller" + i + "of" + size, UUID.randomUUID()));
        }
        commands.add(command(merchant, pipeline.teller(merchant), pipeline.account()));
        return () -> answers(commands.toArray(AssociateTellerCard[]::new));
    }

    /** The service's answers, past Kafka. */
    private List<String> answers(AssociateTellerCard... commands) {
        return service.decide(GivenCommands.of(commands)).stream()
                .map(answer -> answer.outcome().reason().name())
                .toList();
    }

    private void assertReason(AssociateTellerCard command, String reason, int code) {
        TellerEvent reply = pipeline.ask(command);
        assertThat(reply.getReason()).isEqualTo(reason);
        assertThat(reply.getResponseCode()).isEqualTo(code);
    }

    private void assertNothingKept(AssociateTellerCard command) {
        assertThat(pipeline.count("teller_card", "teller_id", teller)).isZero();
        assertThat(pipeline.count("teller_card_history", "correlation_id", command.getCorrelationId()))
                .isZero();
        assertThat(pipeline.count("fee_plan_history", "correlation_id", command.getCorrelationId()))
                .isZero();
        assertThat(feePlan(account)).isEqualTo("Standard");
    }

    private String answer(AssociateTellerCard command) {
        return pipeline.awaitReplies(command, 1).getFirst().getReason();
    }

    private UUID youngAccount() {
        UUID id = UUID.randomUUID();
        pipeline.tell(pipeline.accountEntry(id, 1, "Open", "Zoe", "Muller")
                .setOpenedAt(Instant.now())
                .build());
        return id;
    }

    private void withCard(UUID id, String number) {
        pipeline.tell(pipeline.accountEntry(id, 2, "Open", "Zoe", "Muller")
                .setSealedCardNumber(pipeline.sealed(number, "account|" + id + "|card"))
                .build());
    }

    private static String cardNumber() {
        return "4" + (100_000_000_000_000L + ThreadLocalRandom.current().nextLong(800_000_000_000_000L));
    }

    private UUID currentCard() {
        return jdbc.sql("select account_id from teller_card where teller_id = ?")
                .param(teller)
                .query(UUID.class)
                .single();
    }

    private String feePlan(UUID id) {
        return jdbc.sql("select fee_plan from account where account_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }
}
