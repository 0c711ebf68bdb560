package io.caseline.cases.ops;

import static io.caseline.cases.testing.Commands.many;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.OperationsClient.Answer;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Events are made again from the ledger as their topic has them. */
class EventApiTest extends OperationsFlow {
    /** Bytes before the Avro. */
    private static final int PREFIX = 5;

    @Test
    void events_are_made_again_as_the_topic_has_them_and_in_the_order_of_each_case() throws Exception {
        String program = "republished";
        SubmitCase[] commands = failed(program, 4);
        ORG.heal();
        assertThat(olga().post(
                                "/replays",
                                "{\"filter\": {\"program\": \"%s\"}, \"reason\": \"fixed\"}".formatted(program))
                        .status())
                .isEqualTo(201);
        Stream.of(commands).forEach(command -> awaitState(command, CaseState.CREATED));
        SubmitCase[] others = many(3, program, "Created at once");
        send(others);
        Stream.of(others).forEach(command -> awaitState(command, CaseState.CREATED));
        SubmitCase[] all = Stream.concat(Stream.of(commands), Stream.of(others)).toArray(SubmitCase[]::new);
        await().until(() -> events(all).size() == 11);

        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = vera().get("/events?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&limit=3&program="
                    + program + cursor);
            page.json().path("items").values().forEach(events::add);
            cursor = page.json().path("next").isNull() ? "" : "&cursor=" + page.text("/next");
        } while (!cursor.isEmpty());

        Map<String, List<Map<String, String>>> made = new HashMap<>();
        for (JsonNode event : events) {
            made.computeIfAbsent(event.path("key").asString(), key -> new ArrayList<>())
                    .add(madeAgain(event));
        }
        Map<String, List<Map<String, String>>> published = new HashMap<>();
        records(Topic.Names.CASES_EVENTS, all)
                .forEach(record -> published
                        .computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(published(record)));
        assertThat(made).isEqualTo(published);
        assertThat(vera().get("/events/count?from=2000-01-01T00:00:00Z&program=" + program + "&to=2100-01-01T00:00:00Z")
                        .json()
                        .path("events")
                        .asInt())
                .isEqualTo(11);
        assertThat(vera().get("/audit?limit=1").text("/items/0/filter")).startsWith("from=2000-01-01T00:00:00Z&to=");
    }

    /** The headers, and the value as Avro prints it. */
    private static Map<String, String> madeAgain(JsonNode event) throws IOException {
        Map<String, String> all = new HashMap<>();
        event.path("headers")
                .properties()
                .forEach(header -> all.put(header.getKey(), header.getValue().asString()));
        byte[] value = Base64.getDecoder().decode(event.path("value").asString());
        all.put(
                "value",
                new SpecificDatumReader<>(CaseEvent.class)
                        .read(null, DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null))
                        .toString());
        return all;
    }

    private static Map<String, String> published(ConsumerRecord<String, Object> record) {
        Map<String, String> all = new HashMap<>();
        record.headers().forEach(header -> all.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        all.put("value", record.value().toString());
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?from=yesterday",
                "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "?from=2026-01-01T00:00:00Z&cursor=x",
                "?from=2026-01-01T00:00:00Z&since=1"
            })
    void what_is_wrong_is_named(String query) {
        assertThat(vera().get("/events" + query).status()).isEqualTo(400);
    }
}
