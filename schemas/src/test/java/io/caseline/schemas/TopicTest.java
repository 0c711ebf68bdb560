package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names, partitions and retention are what operators and subscribers rely on. */
class TopicTest {

    @Test
    void replies_live_an_hour_commands_and_events_thirty_days() {
        assertThat(retention(Topic.CASES_REPLIES)).isEqualTo(3_600_000L);
        assertThat(retention(Topic.TELLERS_COMMANDS)).isEqualTo(30 * 86_400_000L);
        assertThat(retention(Topic.CASES_EVENTS)).isEqualTo(30 * 86_400_000L);
    }

    @Test
    void the_directory_is_compacted() {
        assertThat(Topic.TELLERS_DIRECTORY.newTopic((short) 1, 0).configs())
                .isEqualTo(Map.of("cleanup.policy", "compact"));
    }

    @Test
    void states_are_compacted_and_that_of_a_case_is_deleted_a_year_after_its_last_event() {
        assertThat(Topic.CASES_STATE.newTopic((short) 1, 0).configs())
                .isEqualTo(Map.of("cleanup.policy", "compact,delete", "retention.ms", "31536000000"));
        assertThat(Topic.TELLERS_STATE.newTopic((short) 1, 0).configs()).isEqualTo(Map.of("cleanup.policy", "compact"));
    }

    @Test
    void a_topic_has_twelve_partitions_and_a_subject() {
        assertThat(Topic.CASES_EVENTS.newTopic((short) 1, 0).numPartitions()).isEqualTo(12);
        assertThat(Topic.CASES_EVENTS.subject()).isEqualTo("cases.events-value");
    }

    @Test
    void how_many_copies_make_a_command_durable_is_a_setting() {
        assertThat(Topic.CASES_COMMANDS.newTopic((short) 3, 2).configs()).containsEntry("min.insync.replicas", "2");
    }

    private static long retention(Topic topic) {
        return Long.parseLong(topic.newTopic((short) 1, 0).configs().get("retention.ms"));
    }
}
