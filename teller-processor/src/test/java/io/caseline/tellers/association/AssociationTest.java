package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.tellers.Pipeline;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.TellerAndAccountTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What one association does: card, fee plan, histories, event and reply. */
class AssociationTest extends TellerAndAccountTest {
    @Test
    void a_card_becomes_the_tellers_employee_card() {
        AssociateTellerCard command = associate();

        TellerEvent reply = pipeline.replyTo(command);

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
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pipeline.received(Topic.Names.TELLERS_STATE, command))
                        .singleElement()
                        .satisfies(state -> assertThat(state.value()).isEqualTo(reply)));
        assertThat(currentCard()).isEqualTo(account);
        assertThat(feePlan()).isEqualTo("Employee");
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void the_event_and_the_reply_carry_the_trace_of_the_command() {
        AssociateTellerCard command = associate();
        pipeline.replyTo(command);

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
    void log_lines_of_an_association_carry_its_trace() {
        Logger logger = (Logger) LoggerFactory.getLogger(AssociationService.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.DEBUG);
        try {
            AssociateTellerCard command = associate();
            pipeline.replyTo(command);
            assertThat(List.copyOf(lines.list))
                    .anyMatch(line -> Pipeline.trace(command)
                            .traceId()
                            .equals(line.getMDCPropertyMap().get("traceId")));
        } finally {
            logger.setLevel(null);
            logger.detachAppender(lines);
        }
    }

    @Test
    void a_registration_id_names_a_card_only_at_its_own_insight_partner() {
        Merchant partner = pipeline.merchant(true);
        Merchant otherPartner = pipeline.merchant(true);
        String registrationId = "R-" + cardNumber().substring(4);
        DirectoryEntry entry = pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller")
                .setMerchantId(partner.id())
                .setSealedRegistrationId(pipeline.sealed(registrationId, "account|" + account + "|registration"))
                .build();
        pipeline.publish(entry);

        assertReply(
                pipeline.commandByNumber(otherPartner, pipeline.teller(otherPartner), registrationId),
                "ACCOUNT_NUMBER_NOT_FOUND",
                110);
        assertReply(pipeline.commandByNumber(merchant, teller, registrationId), "INVALID_ACCOUNT_NUMBER_LENGTH", 100);
        assertReply(pipeline.commandByNumber(partner, pipeline.teller(partner), registrationId), "SUCCESS", 0);
    }

    @Test
    void a_later_command_of_a_batch_sees_what_an_earlier_one_did() {
        UUID second = pipeline.account();
        AssociateTellerCard first = associate();
        AssociateTellerCard same = associate();
        AssociateTellerCard next = command(merchant, teller, second);
        AssociateTellerCard back = associate();
        pipeline.submit(first, same, next, back);

        assertThat(List.of(reply(first), reply(same), reply(next), reply(back)))
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

        assertThat(commands).allMatch(command -> reply(command).equals("SUCCESS"));
        assertThat(pipeline.count("teller_card", "account_id", account)).isEqualTo(20);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }
}
