package io.caseline.tellers.publish;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import io.caseline.tellers.TellerAndAccountTest;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** Who gets a reply. */
class TellerRepliesTest extends TellerAndAccountTest {
    @Test
    void a_final_reply_is_for_everybody_who_waits_and_any_other_for_its_own_send() {
        AssociateTellerCard command = associate();
        AssociateTellerCard tooYoung = commandForYoungAccount();
        pipeline.replyTo(command);
        pipeline.replyTo(tooYoung);

        Headers last = headersOfReply(command);
        assertThat(MessageHeaders.correlationId(last)).hasValue(command.getCorrelationId());
        assertThat(MessageHeaders.sendId(last)).isEmpty();
        Headers passing = headersOfReply(tooYoung);
        assertThat(MessageHeaders.correlationId(passing)).hasValue(tooYoung.getCorrelationId());
        assertThat(MessageHeaders.sendId(passing)).isPresent();
    }

    @Test
    void a_caller_who_does_not_wait_gets_no_reply() {
        AssociateTellerCard command = associate();
        pipeline.send(Topic.Names.TELLERS_COMMANDS, merchant.id() + "|" + teller, command);

        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.replies(command)).isEmpty();
    }

    private Headers headersOfReply(AssociateTellerCard command) {
        return pipeline.received(Topic.Names.TELLERS_REPLIES, command)
                .getFirst()
                .headers();
    }
}
