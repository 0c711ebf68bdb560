package io.caseline.tellers.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TellerAndAccountTest;
import io.caseline.tellers.inbox.GivenCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** For how long received commands are known, and that looking for old ones does not read the table. */
class ReceivedPurgeTest extends TellerAndAccountTest {
    @Autowired
    ReceivedCommandStore received;

    @Test
    void old_commands_are_purged_by_the_index_on_their_time() {
        FullTables.fill(jdbc);
        UUID old = recorded(Duration.ofDays(32));
        UUID recent = recorded(Duration.ofDays(30));
        Map<String, String> plans = Statements.plans(received::purge);

        assertThat(plans.values()).singleElement().asString().contains("using received_command_received");
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
        assertThat(Stream.of(old, recent).map(id -> pipeline.count("received_command", "correlation_id", id)))
                .containsExactly(0L, 1L);
    }

    private UUID recorded(Duration ago) {
        AssociateTellerCard command = AssociateTellerCard.newBuilder(associate())
                .setReceivedAt(Instant.now().minus(ago))
                .build();
        received.record(List.of(GivenCommands.command(command)));
        return command.getCorrelationId();
    }
}
