package io.caseline.tellers.outcome;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.TellerAndAccountTest;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** For how long outcomes are kept. */
class OutcomePurgeTest extends TellerAndAccountTest {
    @Autowired
    OutcomePurge purge;

    @Test
    void rejections_are_purged_after_their_time_and_associations_are_kept() {
        AssociateTellerCard associated = associate();
        AssociateTellerCard rejected = command(merchant, teller, UUID.randomUUID());
        AssociateTellerCard recent = command(merchant, teller, UUID.randomUUID());
        decide(associated, rejected, recent);
        jdbc.sql("update teller_outcome set decided_at = now() - interval '91 days' where correlation_id in (?, ?)")
                .params(associated.getCorrelationId(), rejected.getCorrelationId())
                .update();
        purge.purge();

        assertThat(Stream.of(associated, rejected, recent)
                        .map(command -> pipeline.count("teller_outcome", "correlation_id", command.getCorrelationId())))
                .containsExactly(1L, 0L, 1L);
        assertThat(decide(associated, rejected)).containsExactly("SUCCESS", "ACCOUNT_IDENTIFIER_NOT_FOUND");
    }
}
