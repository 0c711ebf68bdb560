package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.name;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strimzi's topics and users: what the code uses of Kafka, and no more. */
class KafkaAccessTest {

    private static final Pattern TOPIC = Pattern.compile("\\bTopic\\.(?:Names\\.)?([A-Z]+_[A-Z_]+)");
    private static final Pattern OUTBOX_TOPIC = Pattern.compile("outbox:\\s*topic: (\\S+)");
    private static final Pattern STATE_TOPIC = Pattern.compile("\\sstate-topic: (\\S+)");
    private static final Pattern LISTENER =
            Pattern.compile("@KafkaListener\\(.*?topics = Topic\\.Names\\.(\\w+)", Pattern.DOTALL);
    private static final Pattern LISTENER_ID = Pattern.compile("String ID = \"([a-z-]+)\"");
    private static final Pattern GROUP = Pattern.compile("groupId = \"([a-z-]+)\"");

    private final Manifests manifests = Manifests.of("production");

    @Test
    void the_topics_are_those_of_the_code() {
        Map<String, String> there = new TreeMap<>();
        manifests
                .all("KafkaTopic")
                .forEach(topic -> there.put(
                        name(topic),
                        "%s partitions, %s replicas, %s"
                                .formatted(
                                        text(topic, "/spec/partitions"),
                                        text(topic, "/spec/replicas"),
                                        new TreeMap<>(topic.at("/spec/config").properties().stream()
                                                .collect(Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        entry ->
                                                                entry.getValue().asString()))))));

        Map<String, String> here = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            NewTopic made = topic.newTopic((short) 3, 2);
            here.put(
                    made.name(),
                    "%d partitions, %d replicas, %s"
                            .formatted(made.numPartitions(), made.replicationFactor(), new TreeMap<>(made.configs())));
        }
        assertThat(there).isEqualTo(here);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor"})
    void an_application_may_read_and_write_the_topics_that_its_code_names(String module) {
        Set<String> read = new TreeSet<>();
        Set<String> written = new TreeSet<>();
        String code = sources(module);
        find(LISTENER, code).map(KafkaAccessTest::topic).forEach(topic -> {
            read.add(topic);
            written.add(topic + Topic.Names.DEAD_LETTERS);
        });
        find(TOPIC, code)
                .map(KafkaAccessTest::topic)
                .filter(topic -> !read.contains(topic))
                .forEach(topic -> (module.equals("gateway") && topic.endsWith(".replies") ? read : written).add(topic));
        find(OUTBOX_TOPIC, configuration(module)).forEach(topic -> {
            read.add(topic); // back, when a publisher starts
            written.add(topic);
        });
        find(STATE_TOPIC, configuration(module)).forEach(written::add);

        assertThat(allowed(module, "topic", "Read")).isEqualTo(read);
        assertThat(allowed(module, "topic", "Write")).isEqualTo(written);
        assertThat(Stream.of("Read", "Write", "Describe")
                        .flatMap(operation -> allowed(module, "topic", operation).stream()))
                .as("at start it looks for all topics")
                .containsAll(Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor"})
    void an_application_may_use_its_own_groups_and_transactions(String module) {
        String code = sources(module);
        Set<String> groups = new TreeSet<>(find(GROUP, code).toList());
        listeners(module)
                .filter(listener -> find(GROUP, listener).findAny().isEmpty())
                .flatMap(listener -> find(LISTENER_ID, listener))
                .forEach(groups::add);

        assertThat(allowed(module, "group", "Read")).isEqualTo(groups);
        assertThat(allowed(module, "transactionalId", "Write"))
                .isEqualTo(
                        find(OUTBOX_TOPIC, configuration(module)).findAny().isPresent()
                                ? Set.of(module + "-outbox")
                                : Set.of());
    }

    @Test
    void the_command_line_may_do_what_its_code_does() {
        Set<String> topics = new TreeSet<>(
                find(TOPIC, sources("cli")).map(KafkaAccessTest::topic).toList());

        assertThat(allowed("operator", "topic", "Write")).containsExactly(Topic.TELLERS_DIRECTORY.topicName());
        topics.remove(Topic.TELLERS_DIRECTORY.topicName());
        assertThat(allowed("operator", "topic", "Read")).isEqualTo(topics);
        assertThat(allowed("operator", "group", "Describe"))
                .isEqualTo(new TreeSet<>(find(Pattern.compile("String GROUP = \"([a-z-]+)\""), sources("cli"))
                        .toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "case-processor", "teller-processor", "operator"})
    void the_commands_of_the_guide_allow_the_same(String user) {
        AclCommands guide = AclCommands.of(Kustomizer.read(Path.of("..", "docs/guides/security.md")));

        for (String type : List.of("topic", "group", "transactionalId")) {
            for (String operation : List.of("Read", "Write")) {
                assertThat(guide.allowed(user, type, operation))
                        .as("%s %s", operation, type)
                        .isEqualTo(allowed(user, type, operation));
            }
        }
        assertThat(guide.allowed(user, "group", "Describe")).isEqualTo(allowed(user, "group", "Describe"));
    }

    @Test
    void the_outbox_has_the_transactional_id_that_is_allowed() {
        assertThat(sources("messaging")).contains("String name = application + \"-outbox\";");
    }

    @ParameterizedTest
    @CsvSource({"case-processor, cases.commands", "teller-processor, tellers.commands"})
    void the_scaler_reads_the_lag_of_a_group_that_there_is(String module, String topic) {
        var trigger = manifests
                .one("ScaledObject", module)
                .at("/spec/triggers")
                .valueStream()
                .filter(candidate -> text(candidate, "/type").equals("kafka"))
                .findFirst()
                .orElseThrow()
                .at("/metadata");

        assertThat(allowed(module, "group", "Read")).contains(text(trigger, "/consumerGroup"));
        assertThat(allowed("autoscaler", "group", "Describe")).contains(text(trigger, "/consumerGroup"));
        assertThat(text(trigger, "/topic")).isEqualTo(topic);
        assertThat(allowed("autoscaler", "topic", "Describe")).contains(topic);
    }

    private Set<String> allowed(String user, String type, String operation) {
        return manifests
                .one("KafkaUser", user)
                .at("/spec/authorization/acls")
                .valueStream()
                .filter(acl -> text(acl, "/resource/type").equals(type))
                .filter(acl -> acl.at("/operations")
                        .valueStream()
                        .anyMatch(one -> one.asString().equals(operation)))
                .map(acl -> text(acl, "/resource/name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String topic(String constant) {
        return Topic.valueOf(constant).topicName();
    }

    private static Stream<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).distinct();
    }

    private static String configuration(String module) {
        Path file = Path.of("..", module, "src/main/resources/application.yml");
        return Kustomizer.read(file);
    }

    private static Stream<String> listeners(String module) {
        return files(module).map(Kustomizer::read).filter(text -> text.contains("@KafkaListener("));
    }

    private static String sources(String module) {
        return files(module).map(Kustomizer::read).collect(Collectors.joining("\n"));
    }

    private static Stream<Path> files(String module) {
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
            List<Path> java =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            return java.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
