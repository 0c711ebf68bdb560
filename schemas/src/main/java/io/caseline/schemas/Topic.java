package io.caseline.schemas;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.SubmitCase;
import io.caseline.messages.TellerEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Every topic: its name, what its values are, how many partitions it has and how long it keeps a record. */
public enum Topic {
    CASES_COMMANDS(Names.CASES_COMMANDS, SubmitCase.SCHEMA$, Duration.ofDays(30)),
    CASES_EVENTS(Names.CASES_EVENTS, CaseEvent.SCHEMA$, Duration.ofDays(30)),
    CASES_STATE(Names.CASES_STATE, CaseEvent.SCHEMA$, true, Duration.ofDays(365)),
    CASES_REPLIES(Names.CASES_REPLIES, CaseEvent.SCHEMA$, Duration.ofHours(1)),
    TELLERS_COMMANDS(Names.TELLERS_COMMANDS, AssociateTellerCard.SCHEMA$, Duration.ofDays(30)),
    TELLERS_EVENTS(Names.TELLERS_EVENTS, TellerEvent.SCHEMA$, Duration.ofDays(30)),
    TELLERS_STATE(Names.TELLERS_STATE, TellerEvent.SCHEMA$, true, null),
    TELLERS_REPLIES(Names.TELLERS_REPLIES, TellerEvent.SCHEMA$, Duration.ofHours(1)),
    TELLERS_DIRECTORY(Names.TELLERS_DIRECTORY, DirectoryEntry.SCHEMA$, true, null),
    CASES_COMMANDS_DEAD(Names.CASES_COMMANDS + Names.DEAD_LETTERS, null, Duration.ofDays(30)),
    TELLERS_COMMANDS_DEAD(Names.TELLERS_COMMANDS + Names.DEAD_LETTERS, null, Duration.ofDays(30)),
    TELLERS_DIRECTORY_DEAD(Names.TELLERS_DIRECTORY + Names.DEAD_LETTERS, null, Duration.ofDays(30));

    /** Partitions of each topic. */
    public static final int PARTITIONS = 12;

    private final String topicName;

    @SuppressWarnings("ImmutableEnumChecker") // a generated class's schema; nobody changes it
    private final @Nullable Schema schema;

    private final boolean compacted;
    private final @Nullable Duration retention;

    Topic(String topicName, @Nullable Schema schema, Duration retention) {
        this(topicName, schema, false, retention);
    }

    /**
     * @param compacted whether the latest record of each key is enough
     * @param retention null for keys whose number is bounded: their latest records stay
     */
    Topic(String topicName, @Nullable Schema schema, boolean compacted, @Nullable Duration retention) {
        this.topicName = topicName;
        this.schema = schema;
        this.compacted = compacted;
        this.retention = retention;
    }

    public String topicName() {
        return topicName;
    }

    /** Schema of the values; empty for dead letters, which are bytes. */
    public Optional<Schema> schema() {
        return Optional.ofNullable(schema);
    }

    /** The registry's name for the schema of the values. */
    public String subject() {
        return topicName + "-value";
    }

    /**
     * The topic as the broker should have it.
     *
     * @param replicas copies of each partition; -1 for the broker's default
     * @param minInSyncReplicas copies that acks=all asks for at least; 0 for the broker's default
     */
    public NewTopic newTopic(short replicas, int minInSyncReplicas) {
        Map<String, String> configs = new HashMap<>();
        if (compacted) {
            configs.put(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    retention == null
                            ? TopicConfig.CLEANUP_POLICY_COMPACT
                            : TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE);
        }
        if (retention != null) {
            configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
        }
        if (minInSyncReplicas > 0) {
            configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSyncReplicas));
        }
        return new NewTopic(topicName, PARTITIONS, replicas).configs(configs);
    }

    /** The names as constants, for annotations. */
    public static final class Names {
        public static final String CASES_COMMANDS = "cases.commands";
        public static final String CASES_EVENTS = "cases.events";
        public static final String CASES_STATE = "cases.state";
        public static final String CASES_REPLIES = "cases.replies";
        public static final String TELLERS_COMMANDS = "tellers.commands";
        public static final String TELLERS_EVENTS = "tellers.events";
        public static final String TELLERS_STATE = "tellers.state";
        public static final String TELLERS_REPLIES = "tellers.replies";
        public static final String TELLERS_DIRECTORY = "tellers.directory";
        public static final String DEAD_LETTERS = ".dlt";

        private Names() {}
    }
}
