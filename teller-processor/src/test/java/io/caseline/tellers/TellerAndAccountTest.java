package io.caseline.tellers;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.association.AssociationService;
import io.caseline.tellers.inbox.GivenCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** The whole application with a teller and an account that match: all is well until a test changes what it is about. */
public abstract class TellerAndAccountTest extends WholeApplicationTest {
    @Autowired
    protected AssociationService service;

    protected Merchant merchant = new Merchant("", "");
    protected String teller = "";
    protected UUID account = new UUID(0, 0);

    @BeforeEach
    void a_teller_and_a_matching_account() {
        merchant = pipeline.merchant();
        teller = pipeline.teller(merchant);
        account = pipeline.account();
    }

    /** The command that associates the account's card with the teller. */
    protected AssociateTellerCard associate() {
        return command(merchant, teller, account);
    }

    /** Rejected with 870, which is not final. */
    protected AssociateTellerCard commandForYoungAccount() {
        UUID young = UUID.randomUUID();
        pipeline.publish(accountEntry(young, 1).setOpenedAt(Instant.now()).build());
        return command(merchant, teller, young);
    }

    protected DirectoryEntry.Builder accountEntry(UUID id, long version) {
        return pipeline.accountEntry(id, version, "Open", "Zoe", "Muller");
    }

    /** Gives the account's card a number. */
    protected String numbered(UUID id) {
        String number = cardNumber();
        pipeline.publish(accountEntry(id, 2)
                .setSealedCardNumber(pipeline.sealed(number, "account|" + id + "|card"))
                .build());
        return number;
    }

    protected static String cardNumber() {
        return "4" + (100_000_000_000_000L + ThreadLocalRandom.current().nextLong(800_000_000_000_000L));
    }

    /** Decides the commands without Kafka. */
    protected List<String> decide(AssociateTellerCard... commands) {
        return service.handle(GivenCommands.of(commands)).stream()
                .map(decided -> decided.outcome().reason().name())
                .toList();
    }

    protected void assertReply(AssociateTellerCard command, String reason, int code) {
        TellerEvent reply = pipeline.replyTo(command);
        assertThat(reply.getReason()).isEqualTo(reason);
        assertThat(reply.getResponseCode()).isEqualTo(code);
    }

    /** The reason in the first reply to a command that was sent. */
    protected String reply(AssociateTellerCard command) {
        return pipeline.awaitReplies(command, 1).getFirst().getReason();
    }

    /** Sends new commands until one gets a reply with this reason. */
    protected void awaitReason(String reason) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> pipeline.replyTo(associate()).getReason().equals(reason));
    }

    protected UUID currentCard() {
        return jdbc.sql("select account_id from teller_card where teller_id = ?")
                .param(teller)
                .query(UUID.class)
                .single();
    }

    protected String feePlan() {
        return jdbc.sql("select fee_plan from account where account_id = ?")
                .param(account)
                .query(String.class)
                .single();
    }

    protected void assertNothingStored(AssociateTellerCard command) {
        assertThat(pipeline.count("teller_card", "teller_id", teller)).isZero();
        assertThat(pipeline.count("teller_card_history", "correlation_id", command.getCorrelationId()))
                .isZero();
        assertThat(pipeline.count("fee_plan_history", "correlation_id", command.getCorrelationId()))
                .isZero();
        assertThat(feePlan()).isEqualTo("Standard");
    }
}
