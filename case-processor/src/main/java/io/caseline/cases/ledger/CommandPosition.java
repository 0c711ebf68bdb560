package io.caseline.cases.ledger;

import io.caseline.schemas.Topic;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Where a command stands in Kafka. */
@Embeddable
public record CommandPosition(
        @Column(name = "command_topic") String topic,
        @Column(name = "command_partition") int partition,
        @Column(name = "command_offset") long offset) {

    /** Whether an operator has sent it, and not a partner. */
    boolean isReplay() {
        return topic.equals(Topic.Names.CASES_REPLAYS);
    }
}
