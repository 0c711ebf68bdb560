package io.caseline.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.CaseEvent;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.NodeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The guide's programs in Java and JavaScript, which print each event. */
class ReaderTest {
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern JAVA_EVENT = Pattern.compile("(?m)^\\S+ \\S+ \\w+ .* id=(" + UUID + ")$");
    private static final Pattern JAVASCRIPT_EVENT = Pattern.compile("eventId: '(" + UUID + ")'");

    @Test
    void the_java_program() throws Exception {
        String program = new Guide("analysts.md").block("Plain Java", "java");
        Path file = Files.createTempDirectory(Path.of("target"), "java-").resolve("CaseEventsToConsole.java");
        Files.writeString(file, program);

        readTwice(
                "analyst-console",
                JAVA_EVENT,
                topic -> List.of(
                        ClientProcess.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString(),
                        topic.brokers(),
                        topic.registry()));
    }

    @Test
    void the_javascript_program() throws Exception {
        readTwice("analyst-node", JAVASCRIPT_EVENT, ReaderTest::node);
    }

    private static List<String> node(EventTopic topic) throws Exception {
        String program = new Guide("analysts.md")
                .replace("kafka:9092", topic.brokers())
                .replace("http://registry:8080", topic.registry())
                .block("Node.js", "js");
        Path file = new NodeTests("duckdb.test.mjs", "kafkajs").prepare().resolve("reader.mjs");
        Files.writeString(file, program);
        return List.of("node", file.toString());
    }

    private interface Command {
        List<String> of(EventTopic topic) throws Exception;
    }

    /** Through the upgrade, then once more from the beginning. */
    private static void readTwice(String group, Pattern event, Command command) throws Exception {
        try (EventTopic topic = new EventTopic().writeVersion1()) {
            List<String> line = command.of(topic);
            try (ClientProcess reader = ClientProcess.start("reader", Map.of(), line)) {
                awaitEvents(reader, event, topic.lives().version1());
                topic.writeVersion2();
                awaitEvents(reader, event, topic.lives().all());
            }
            topic.forget(group);
            try (ClientProcess reader = ClientProcess.start("reader", Map.of(), line)) {
                awaitEvents(reader, event, topic.lives().all());
            }
        }
    }

    private static void awaitEvents(ClientProcess reader, Pattern event, List<CaseEvent> expected) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> ids(reader, event).size() >= expected.size());
        List<String> read = ids(reader, event);
        Set<String> ids = new HashSet<>();
        expected.forEach(each -> ids.add(each.getEventId().toString()));
        assertThat(read).containsExactlyInAnyOrderElementsOf(ids);
    }

    private static List<String> ids(ClientProcess reader, Pattern event) {
        return event.matcher(reader.output())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
