package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.tellers.Crashes;
import io.caseline.tellers.TellerAndAccountTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A repeat of a command has no second effect and gets the stored outcome, unless that is not final. */
class RepeatedCommandTest extends TellerAndAccountTest {
    @Test
    void a_repeat_of_a_success_gets_the_success_and_a_new_command_gets_868() {
        AssociateTellerCard command = associate();
        TellerEvent first = pipeline.replyTo(command);

        TellerEvent repeat = pipeline.replyTo(command);

        assertThat(repeat).isEqualTo(first);
        assertThat(pipeline.events(command)).hasSize(1);
        assertReply(associate(), "SAME_CARD", 868);
    }

    @Test
    void a_repeat_of_870_is_decided_anew() {
        DirectoryEntry.Builder entry = pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller");
        pipeline.publish(
                entry.setOpenedAt(Instant.now().minus(Duration.ofHours(23))).build());
        AssociateTellerCard command = associate();
        assertReply(command, "ACCOUNT_TOO_YOUNG", 870);
        assertReply(command, "ACCOUNT_TOO_YOUNG", 870);

        pipeline.publish(entry.setVersion(3)
                .setOpenedAt(Instant.now().minus(Duration.ofHours(25)))
                .build());

        assertThat(pipeline.replyTo(command).getResponseCode()).isZero();
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getAttempts())
                .containsExactly(1, 2, 3);
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getEventId())
                .doesNotHaveDuplicates();
    }

    @Test
    void a_command_that_is_twice_in_a_batch_has_one_effect_and_two_replies() {
        AssociateTellerCard command = associate();
        AssociateTellerCard tooYoung = commandForYoungAccount();
        pipeline.submit(command, command, tooYoung, tooYoung);

        assertThat(pipeline.awaitReplies(command, 2)).allMatch(reply -> reply.getResponseCode() == 0);
        assertThat(pipeline.awaitReplies(tooYoung, 2)).allMatch(reply -> reply.getResponseCode() == 870);
        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.events(tooYoung)).hasSize(1);
    }

    @Test
    void a_crash_between_commit_and_reply_decides_nothing_twice() {
        AssociateTellerCard command = associate();
        AssociateTellerCard tooYoung = commandForYoungAccount();
        Crashes.before(command.getCorrelationId());
        pipeline.submit(command, tooYoung);

        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.events(tooYoung)).hasSize(1);
        assertThat(Crashes.due()).isEmpty();
        assertThat(pipeline.replies(command)).isEmpty();
        assertThat(pipeline.replyTo(command).getAttempts()).isEqualTo(1);
        assertThat(pipeline.replyTo(tooYoung).getAttempts())
                .as("a repeat of 870")
                .isEqualTo(2);
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
    }
}
