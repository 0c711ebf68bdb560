package io.caseline.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.testing.Guide;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Flink SQL: the guide's tables, an endless query, and one that ends. */
class FlinkTest {
    private static final String EVENTS = "SELECT eventId, `type` FROM case_events;\n";

    @Test
    void a_query_that_runs_through_the_upgrade_has_each_event_once() throws Exception {
        try (EventTopic topic = new EventTopic().writeVersion1();
                FlinkJob job = FlinkJob.start(FlinkJob.tables(topic, EventTopic.schema(1)) + EVENTS)) {
            awaitRows(job, topic.lives().version1().size());
            topic.writeVersion2();
            awaitRows(job, topic.lives().all().size());

            assertThat(job.rows())
                    .containsExactlyInAnyOrderElementsOf(rows(topic.lives().all(), true));
        }
    }

    @Test
    void a_query_that_starts_after_it_has_each_event_once_and_again_when_it_starts_again() throws Exception {
        try (EventTopic topic = new EventTopic().writeVersion1().writeVersion2()) {
            String script = FlinkJob.bounded(FlinkJob.tables(topic)) + EVENTS;
            for (int start = 1; start <= 2; start++) {
                try (FlinkJob job = FlinkJob.start(script)) {
                    assertThat(job.join())
                            .containsExactlyInAnyOrderElementsOf(
                                    rows(topic.lives().all(), false));
                }
            }
        }
    }

    @Test
    void a_window_ends_although_most_partitions_are_quiet() throws Exception {
        try (EventTopic topic = new EventTopic().writeVersion1().writeVersion2();
                FlinkJob job = FlinkJob.start(
                        FlinkJob.tables(topic) + new Guide("analysts.md").block("Flink SQL, windows", "sql"))) {
            awaitRows(job, 2);

            assertThat(job.rows())
                    .containsExactlyInAnyOrder(
                            "+I[2026-01-05T08:00, gobank, STRING_TOO_LONG, 1]",
                            "+I[2026-01-05T08:00, paywell, STRING_TOO_LONG, 1]");
        }
    }

    private static void awaitRows(FlinkJob job, int count) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> job.rows().size() >= count);
    }

    private static List<String> rows(List<CaseEvent> events, boolean byVersion1) {
        return events.stream()
                .map(event -> "+I[%s, %s]".formatted(event.getEventId(), seen(event.getType(), byVersion1)))
                .toList();
    }

    /** As a reader sees it that knows the types of version 1 only. */
    private static CaseEventType seen(CaseEventType type, boolean byVersion1) {
        return switch (type) {
            case CREATED, FAILED, UNKNOWN -> type;
            case DISCARDED, RECEIVED, CHANGED, CLOSED, REOPENED, DELETED, RESTORED, MERGED ->
                byVersion1 ? CaseEventType.UNKNOWN : type;
        };
    }
}
