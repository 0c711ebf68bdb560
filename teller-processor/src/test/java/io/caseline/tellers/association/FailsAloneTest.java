package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.tellers.TellerAndAccountTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** A command that cannot be stored or read fails alone, and leaves nothing behind. */
class FailsAloneTest extends TellerAndAccountTest {
    @Autowired
    MeterRegistry meters;

    @Test
    void a_refused_association_fails_alone_and_changes_nothing() {
        String neighbour = pipeline.teller(merchant);
        AssociateTellerCard refused = associate();
        AssociateTellerCard before = command(merchant, neighbour, pipeline.account());
        AssociateTellerCard after = command(merchant, neighbour, pipeline.account());
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(decide(before, refused, after))
                        .containsExactly("SUCCESS", "ASSOCIATION_NOT_SAVED", "SUCCESS"));
        assertThat(pipeline.replies(refused)).isEmpty();
        assertNothingStored(refused);

        assertReply(refused, "SUCCESS", 0);
        assertThat(pipeline.replies(refused).getFirst().getAttempts()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "teller_card, ASSOCIATION_NOT_SAVED, 860",
        "teller_card_history, ASSOCIATION_NOT_SAVED, 860",
        "account, FEE_PLAN_NOT_CHANGED, 870",
        "fee_plan_history, FEE_PLAN_NOT_CHANGED, 870"
    })
    void a_refused_write_leaves_none_of_the_others_and_a_repeat_is_decided_anew(String table, String reason, int code) {
        AssociateTellerCard refused = associate();
        whileRefused(table, "account_id", account.toString(), () -> assertReply(refused, reason, code));

        assertNothingStored(refused);
        assertThat(pipeline.events(refused)).hasSize(1);
        assertReply(refused, "SUCCESS", 0);
        assertThat(pipeline.count("teller_card_history", "correlation_id", refused.getCorrelationId()))
                .isEqualTo(1);
    }

    @Test
    void a_refused_outcome_leaves_no_association_and_no_reply() {
        AssociateTellerCard refused = associate();
        whileRefused(
                "teller_outcome", "correlation_id", refused.getCorrelationId().toString(), () -> {
                    assertThat(catchThrowable(() -> decide(refused))).isInstanceOf(DataAccessException.class);
                    assertNothingStored(refused);
                    assertThat(pipeline.count("teller_outcome", "correlation_id", refused.getCorrelationId()))
                            .isZero();
                });
        assertReply(refused, "SUCCESS", 0);
    }

    @Test
    void a_table_that_is_missing_pauses_the_listener_until_it_is_back() {
        AssociateTellerCard command = associate();
        jdbc.sql("alter table fee_plan_history rename to missing").update();
        pipeline.submit(command);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isPaused);
        assertThat(pipeline.replies(command)).isEmpty();
        jdbc.sql("alter table missing rename to fee_plan_history").update();

        assertThat(reply(command)).isEqualTo("SUCCESS");
        assertThat(pipeline.events(command)).hasSize(1);
    }

    @Test
    void a_name_or_a_number_that_no_key_opens_fails_its_command_alone() {
        jdbc.sql(
                        "update teller set sealed_name = (select sealed_name from teller where teller_id = ?) where teller_id = ?")
                .params(pipeline.teller(merchant), teller)
                .update();
        AssociateTellerCard unreadableName = associate();
        AssociateTellerCard.Builder number = command(merchant, teller);
        assertReply(unreadableName, "GENERAL_FAILURE", 1000);
        assertReply(
                number.setSealedAccountNumber(pipeline.sealed(cardNumber(), "another"))
                        .build(),
                "GENERAL_FAILURE",
                1000);

        pipeline.publish(pipeline.tellerEntry(merchant.id(), teller, 2, "Active", "Zoe", "Muller")
                .build());
        assertReply(unreadableName, "SUCCESS", 0);
    }

    @Test
    void bytes_that_no_schema_reads_are_dead_lettered_and_the_next_command_is_decided() {
        pipeline.send(
                Topic.Names.TELLERS_COMMANDS, merchant.id() + "|" + teller, "no Avro".getBytes(StandardCharsets.UTF_8));
        assertReply(associate(), "SUCCESS", 0);
    }

    private boolean isPaused() {
        return meters.get("caseline.listener.paused")
                        .tag("listener", "teller-processor")
                        .gauge()
                        .value()
                == 1;
    }
}
