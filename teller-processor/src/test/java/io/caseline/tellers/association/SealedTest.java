package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.TellerAndAccountTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promise 5, sealed: no card number in clear in the database or on a topic. */
class SealedTest extends TellerAndAccountTest {
    @Test
    void the_database_and_the_events_hold_no_card_number() {
        String number = numbered(account);
        AssociateTellerCard command = pipeline.commandByNumber(merchant, teller, number);
        assertReply(command, "SUCCESS", 0);
        for (String table : List.of("account", "teller_outcome", "teller_card_history")) {
            assertThat(jdbc.sql("select count(*) from " + table + " as t where t::text like '%" + number + "%'")
                            .query(Long.class)
                            .single())
                    .isZero();
        }
        assertThat(pipeline.events(command).getFirst().value().toString()).doesNotContain(number, "Zo", "ller\"");
    }
}
