package io.caseline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cli.CliException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartPositionTest {

    private static final TopicPartition FULL = new TopicPartition("cases.events", 0);
    private static final TopicPartition EMPTY = new TopicPartition("cases.events", 1);

    @AutoClose
    private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void one_partition_has_offsets_from_100_to_199() {
        consumer.assign(Set.of(FULL, EMPTY));
        consumer.updateBeginningOffsets(Map.of(FULL, 100L, EMPTY, 0L));
        consumer.updateEndOffsets(Map.of(FULL, 200L, EMPTY, 0L));
    }

    @Test
    void beginning_and_latest_are_the_ends_of_each_partition() {
        assertThat(position("beginning")).isEqualTo(100);
        assertThat(position("latest")).isEqualTo(200);
    }

    @Test
    void an_offset_is_the_nearest_that_there_is() {
        assertThat(position("150")).isEqualTo(150);
        assertThat(position("7")).isEqualTo(100);
        assertThat(position("7000")).isEqualTo(200);
        assertThat(consumer.position(EMPTY)).isZero();
    }

    @Test
    void a_time_may_have_any_offset() {
        assertThat(StartPosition.of("2026-01-09T15:25:45+02:00"))
                .isEqualTo(new StartPosition.Since(Instant.parse("2026-01-09T13:25:45Z")));
    }

    @Test
    void a_date_or_a_duration_is_a_time_too() {
        assertThat(StartPosition.of("2026-01-09"))
                .isEqualTo(new StartPosition.Since(Instant.parse("2026-01-09T00:00:00Z")));
        assertThat(StartPosition.of("PT2H", () -> Instant.parse("2026-01-09T13:00:00Z")))
                .isEqualTo(new StartPosition.Since(Instant.parse("2026-01-09T11:00:00Z")));
    }

    @Test
    void anything_else_is_refused() {
        assertThatThrownBy(() -> StartPosition.of("yesterday"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("--from must be beginning, latest, a time")
                .hasMessageContaining("\"yesterday\"");
        assertThatThrownBy(() -> StartPosition.of("99999999999999999999")).isInstanceOf(CliException.class);
    }

    private long position(String from) {
        StartPosition.of(from).seek(consumer);
        return consumer.position(FULL);
    }
}
