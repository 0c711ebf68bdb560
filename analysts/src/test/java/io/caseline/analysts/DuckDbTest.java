package io.caseline.analysts;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.NodeTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** DuckDB on the export of the command line. */
class DuckDbTest {

    @Test
    void exports_before_and_after_the_upgrade_have_each_event_once_and_answer_the_questions() throws Exception {
        try (EventTopic topic = new EventTopic().writeVersion1();
                ClientProcess early = Exports.follow(topic)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> early.output().lines().count()
                            == topic.lives().version1().size());
            topic.writeVersion2();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> early.output().lines().count()
                            == topic.lives().all().size());
            String late = Exports.run(topic);
            assertThat(late.lines()).hasSize(topic.lives().all().size());

            ask("early", early.output(), topic);
            ask("late", late, topic);
            ask("both", early.output() + late, topic);
        }
    }

    private static void ask(String name, String export, EventTopic topic) throws Exception {
        Path file =
                Files.writeString(Path.of("target", name + ".jsonl"), export).toAbsolutePath();
        String parquet = file.toString().replace(".jsonl", ".parquet");
        Guide guide =
                new Guide("analysts.md").replace("case_events.jsonl", file).replace("case_events.parquet", parquet);
        Map<String, Object> questions = new LinkedHashMap<>();
        Queries.all()
                .forEach((question, sql) ->
                        questions.put(question, Map.of("sql", sql, "answer", Queries.answer(question))));
        JsonMapper json = JsonMapper.shared();
        new NodeTests("duckdb.test.mjs", "the reading of exports by DuckDB")
                .pass(Map.of(
                        "TABLE",
                        guide.block("DuckDB", "sql"),
                        "VIEW",
                        Queries.state(),
                        "COPY",
                        guide.block("Parquet", "sql"),
                        "PARQUET",
                        parquet,
                        "EVENTS",
                        json.writeValueAsString(topic.lives().all().stream()
                                .collect(Collectors.toMap(
                                        event -> event.getEventId().toString(),
                                        event -> event.getType().name()))),
                        "QUESTIONS",
                        json.writeValueAsString(questions)));
    }
}
