package io.caseline.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaWatchTest {

    private final List<String> errors = new ArrayList<>();
    private long received;
    private long nanos;
    private final KafkaWatch watch = new KafkaWatch("kafka:9092", () -> received, () -> nanos, errors::add);

    @Test
    void one_line_when_kafka_stops_responding_and_one_when_it_is_back() {
        after(1, 100);
        after(4, 0);
        assertThat(errors).isEmpty();

        after(2, 0);
        after(30, 0);
        assertThat(errors).containsExactly("caseline: Kafka at kafka:9092 has stopped responding; waiting for it");

        after(1, 50);
        after(1, 50);
        after(1, 0);
        assertThat(errors).hasSize(2).last().isEqualTo("caseline: Kafka at kafka:9092 responds again, after 37 s");
    }

    @Test
    void a_topic_without_events_is_no_outage() {
        for (int second = 0; second < 60; second++) {
            after(1, 30);
        }
        assertThat(errors).isEmpty();
    }

    private void after(int seconds, int bytes) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        received += bytes;
        watch.look();
    }
}
