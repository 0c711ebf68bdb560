package io.caseline.cases.ops;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.OperationsClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.OperationsClient.Answer;
import io.caseline.messages.SubmitCase;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** Operators count, start, watch and stop replays, discard and amend. */
class ReplayApiTest extends OperationsFlow {
    @Autowired
    private ProgressStreams streams;

    @Test
    void a_dry_run_counts_and_a_replay_sends() {
        SubmitCase[] commands = failed("replayed", 3);
        Answer dryRun = olga().post("/replays", json("{'filter':{'program':'replayed'},'dryRun':true}"));
        assertThat(dryRun.status()).isEqualTo(200);
        assertThat(dryRun.json().path("toReplay").asInt()).isEqualTo(3);

        ORG.heal();
        Answer started = olga().post("/replays", json("{'filter':{'program':'replayed'},'reason':'mended'}"));
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.location()).isEqualTo("/ops/v1/replays/" + started.text("/id"));
        assertThat(started.text("/startedBy")).isEqualTo("olga");
        awaitEnd(started);
        Stream.of(commands).forEach(command -> awaitState(command, CREATED));

        Answer replay = vera().get("/replays/" + started.text("/id"));
        assertThat(replay.text("/state")).isEqualTo("FINISHED");
        assertThat(replay.json().at("/progress/created").asInt()).isEqualTo(3);
        assertThat(vera().get("/replays?limit=1").text("/items/0/id")).isEqualTo(started.text("/id"));
        assertThat(vera().get("/submissions?state=CREATED&replay=" + started.text("/id"))
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(3);
        Answer detail = vera().get("/submissions/" + commands[0].getCorrelationId());
        assertThat(detail.json().path("history").values().stream()
                        .map(entry -> entry.path("type").asString()))
                .containsExactly("RECEIVED", "FAILED", "REPLAY", "CREATED");
        assertThat(detail.text("/history/2/reason")).isEqualTo("mended");
        assertThat(vera().get("/audit?replay=" + started.text("/id")).json().path("items").values().stream()
                        .map(entry -> entry.path("action").asString()))
                .containsExactly("REPLAY_FINISHED", "REPLAY_STARTED");
    }

    @Test
    void a_second_replay_of_the_same_submissions_says_which_one_has_them() {
        SubmitCase[] commands = failed("overlapping", 10);
        ORG.heal(); // one that failed again would be free for the second replay
        String body = json("{'filter':{'correlationIds':" + ids(commands) + "},'reason':'mended','rate':1}");
        Answer first = olga().post("/replays", body);
        olga().post("/replays/" + first.text("/id") + "/pause", json("{'reason':'wait'}"));
        Answer second = olga().post("/replays", body);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/detail")).contains("replay " + first.text("/id"));
        assertThat(second.text("/dryRun/inOtherReplays/0/id")).isEqualTo(first.text("/id"));
        Answer cancelled = olga().post("/replays/" + first.text("/id") + "/cancel", json("{'reason':'enough'}"));
        assertThat(cancelled.text("/state")).isEqualTo("CANCELLED");
        Answer again = olga().post("/replays/" + first.text("/id") + "/resume", json("{'reason':'no'}"));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text("/detail")).contains("cancelled");
        assertThat(olga().post("/replays/999999999/pause", json("{'reason':'x'}"))
                        .status())
                .isEqualTo(404);
        assertThat(vera().get("/replays/999999999/events").status()).isEqualTo(404);
    }

    @Test
    void nothing_to_replay_is_a_conflict() {
        Answer answer = olga().post("/replays", json("{'filter':{'code':'NEVER_SEEN'},'reason':'x'}"));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("/detail")).isEqualTo("No failed submission matches");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'reason':'x'} | all
                    {'filter':{},'reason':'x'} | all
                    {'filter':{'code':'X'},'all':true,'reason':'x'} | all
                    {'filter':{'cod':'X'},'reason':'x'} | filter.cod
                    {'filter':{'state':'CREATED','code':'X'},'reason':'x'} | filter.state
                    {'filter':{'since':'now','code':'X'},'reason':'x'} | filter.since
                    {'filter':{'correlationIds':['x']},'reason':'x'} | filter.correlationIds
                    {'filter':{'correlationIds':[null]},'reason':'x'} | filter.correlationIds
                    {'filter':{'code':7},'reason':'x'} | filter.code
                    {'filter':{'code':'X'}} | reason
                    {'filter':{'code':'X'},'reason':' '} | reason
                    {'filter':{'code':'X'},'reason':'x','rate':0} | rate
                    {'filter':{'code':'X'},'reason':'x','rate':'5'} | rate
                    {'filter':{'code':'X'},'reason':'x','rate':1.5} | rate
                    {'filter':{'code':'X'},'reason':'x','limit':0} | limit
                    {'filter':{'code':'X'},'reason':'x','canary':{'size':5}} | canary
                    {'filter':{'code':'X'},'reason':'x','canary':{'size':0,'percent':101}} | canary.size,canary.percent
                    {'filter':{'code':'X'},'reason':'x','dry_run':true} | dry_run
                    {'filter':{'code':'X'},'reason':'x','reason':'y'} | body
                    {'filter' | body
                    null | body
                    [] | body
                    """)
    void a_wrong_property_is_named(String body, String fields) {
        Answer answer = olga().post("/replays", json(body));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.invalid()).containsExactly(fields.split(","));
    }

    @Test
    void a_reason_has_an_end_and_no_line_breaks() {
        for (String reason : List.of("x".repeat(501), "a\\nb")) {
            assertThat(olga().post("/discards", json("{'all':true,'reason':'" + reason + "'}"))
                            .invalid())
                    .containsExactly("reason");
        }
        assertThat(olga().post("/discards", "\"" + "x".repeat(300_000) + "\"").status())
                .isEqualTo(413);
    }

    @Test
    void whoever_may_only_look_cannot_act() {
        assertThat(vera().post("/replays", json("{'all':true,'reason':'x'}")).status())
                .isEqualTo(403);
        assertThat(vera().post("/discards", json("{'all':true,'reason':'x'}")).status())
                .isEqualTo(403);
        assertThat(anna().post("/replays", json("{'all':true,'reason':'x'}")).status())
                .isEqualTo(403);
    }

    @Test
    void a_discarded_submission_stays_discarded_and_says_by_whom() {
        SubmitCase[] commands = failed("discarded", 2);
        String filter = "'filter':{'correlationIds':" + ids(commands) + "}";
        assertThat(olga().post("/discards", json("{" + filter + ",'dryRun':true}"))
                        .json()
                        .path("matching")
                        .asInt())
                .isEqualTo(2);
        Answer discarded = olga().post("/discards", json("{" + filter + ",'reason':'asked for'}"));
        assertThat(discarded.json().path("discarded").asInt()).isEqualTo(2);
        awaitState(commands[0], CaseState.DISCARDED);
        Answer detail = vera().get("/submissions/" + commands[0].getCorrelationId());
        assertThat(detail.json().path("history").values().stream()
                        .map(entry -> entry.path("type").asString()))
                .containsExactly("RECEIVED", "FAILED", "DISCARDED");
        assertThat(detail.text("/history/2/actor")).isEqualTo("olga");
        assertThat(detail.text("/history/2/reason")).isEqualTo("asked for");
        assertThat(detail.text("/history/2/eventId"))
                .isEqualTo(events(commands[0]).getLast().getEventId().toString());
    }

    @Test
    void content_is_for_whoever_may_amend_and_each_look_is_in_the_audit() {
        SubmitCase command = failed("amended", 1)[0];
        String path = "/submissions/" + command.getCorrelationId() + "/content";
        assertThat(olga().get(path + "?reason=x").status()).isEqualTo(403);
        assertThat(anna().get(path).invalid()).containsExactly("reason");
        Answer content = anna().get(path, "Reason", "the subject is refused");
        assertThat(content.text("/content/firstName")).isEqualTo("Jane");
        assertThat(content.json().path("attempts").asInt()).isEqualTo(1);

        String changed = content.body().replace("Subject of amended", "Shorter");
        String body = changed.substring(0, changed.length() - 1) + json(",'reason':'shortened'}");
        assertThat(anna().put(path, body).status()).isEqualTo(204);
        assertThat(anna().put(path, body.replace("\"attempts\":1", "\"attempts\":0"))
                        .status())
                .isEqualTo(409);
        assertThat(anna().put(path, body.replace("firstName", "fistName")).invalid())
                .containsExactly("content.fistName");
        Answer invalid = anna().put(path, body.replace("jane@example.com", "nobody"));
        assertThat(invalid.invalid()).containsExactly("emailAddress");
        assertThat(invalid.body()).doesNotContain("nobody");

        Answer audit = vera().get("/audit?correlationId=" + command.getCorrelationId());
        assertThat(audit.json().path("items").values().stream()
                        .map(entry -> entry.path("action").asString()))
                .containsExactly("CONTENT_AMENDED", "CONTENT_VIEWED");
        assertThat(audit.text("/items/0/result")).isEqualTo("changed: subject");
        assertThat(audit.body()).doesNotContain("Shorter", "Jane");
    }

    @Test
    void no_level_of_logging_shows_the_content_that_a_person_sees_or_sends() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger web = (Logger) LoggerFactory.getLogger("org.springframework.web");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        Level level = web.getLevel();
        web.setLevel(Level.TRACE);
        try {
            String path = "/submissions/" + failed("unlogged", 1)[0].getCorrelationId() + "/content";
            String content = anna().get(path, "Reason", "x").body();
            String body = content.replace("Subject of unlogged", "Never logged");
            assertThat(anna().put(path, body.substring(0, body.length() - 1) + json(",'reason':'x'}"))
                            .status())
                    .isEqualTo(204);
            assertThat(anna().put(path, body + "}").status()).isEqualTo(400);
            assertThat(anna().put(path, body.replace("\"attempts\":1", "\"attempts\":\"Never logged\""))
                            .invalid())
                    .containsExactly("attempts");
        } finally {
            web.setLevel(level);
            root.detachAppender(lines);
        }

        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("ContentController"))
                .noneMatch(line -> line.contains("Never logged")
                        || line.contains("Subject of unlogged")
                        || line.contains("Jane")
                        || line.contains("jane@example.com"));
    }

    @Test
    void the_progress_is_streamed_until_the_replay_has_ended() throws Exception {
        SubmitCase[] commands = failed("watched", 3);
        ORG.heal();
        Answer started = olga().post(
                        "/replays", json("{'filter':{'correlationIds':" + ids(commands) + "},'reason':'x','rate':1}"));
        List<String> lines = HttpClient.newHttpClient()
                .send(
                        vera().request("/replays/" + started.text("/id") + "/events")
                                .build(),
                        BodyHandlers.ofLines())
                .body()
                .toList();

        List<String> states = lines.stream()
                .filter(line -> line.startsWith("data:"))
                .map(line -> new Answer(200, line.substring(5), null).text("/state"))
                .toList();
        assertThat(lines).contains("event:progress");
        assertThat(states).startsWith("RUNNING").endsWith("FINISHED").hasSizeGreaterThan(1);
        await().until(() -> streams.count() == 0);
    }

    @Test
    void a_stream_whose_client_has_gone_is_removed() throws Exception {
        SubmitCase[] commands = failed("left", 60); // at 1 a second, it has not finished when it is paused
        Answer started = olga().post(
                        "/replays", json("{'filter':{'correlationIds':" + ids(commands) + "},'reason':'x','rate':1}"));
        String path = "/replays/" + started.text("/id");
        olga().post(path + "/pause", json("{'reason':'wait'}"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(vera().request(path + "/events").build(), BodyHandlers.ofInputStream())
                    .body()
                    .read();
            assertThat(streams.count()).isEqualTo(1);
            client.shutdownNow();
        }
        await().until(() -> streams.count() == 0);
        olga().post(path + "/cancel", json("{'reason':'enough'}"));
    }

    @Test
    void the_org_is_probed_by_hand_and_the_audit_says_why() {
        assertThat(olga().post("/salesforce/probe", json("{}")).invalid()).containsExactly("reason");
        assertThat(vera().post("/salesforce/probe", json("{'reason':'x'}")).status())
                .isEqualTo(403);
        assertThat(olga().post("/salesforce/probe", json("{'reason':'the org is back'}"))
                        .status())
                .isEqualTo(204);
        assertThat(vera().get("/audit").body()).contains("the org is back");
    }

    @Test
    void holds_are_shown_and_released_by_hand() {
        jdbc.sql("""
                insert into program_hold (program_code, code, fields, probe_at)
                values ('heldprogram', 'X', null, now() + interval '1 hour')""").update();
        await().until(() -> vera().get("/holds").body().contains("heldprogram"));
        assertThat(olga().post("/holds/heldprogram/release", json("{}")).invalid())
                .containsExactly("reason");
        assertThat(olga().post("/holds/heldprogram/release", json("{'reason':'mended'}"))
                        .status())
                .isEqualTo(204);
        assertThat(vera().get("/holds").body()).doesNotContain("heldprogram");
        assertThat(olga().post("/holds/heldprogram/release", json("{'reason':'mended'}"))
                        .status())
                .isEqualTo(404);
    }

    private void awaitEnd(Answer started) {
        await().until(() ->
                vera().get("/replays/" + started.text("/id")).text("/state").equals("FINISHED"));
    }
}
