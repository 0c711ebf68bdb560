package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.replay;
import static io.caseline.cases.testing.Commands.waiting;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.KeyPair;
import io.caseline.cases.testing.RunningApplication;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.client.RestClient;

/** Against the project's own sandbox, signed in with a key: calls, quota, sessions, and an agent who works on a case. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "caseline.salesforce.sign-in=jwt-bearer",
            "caseline.salesforce.jwt.subject=integration@example.org",
            "caseline.salesforce.quota.look-every=1s"
        })
class SandboxTest extends RunningApplication {
    private static final Path PRIVATE_KEY;
    private static final SandboxOrg ORG;

    static {
        try {
            RSAKey key = KeyPair.generate();
            Path folder = Files.createTempDirectory(Path.of("target"), "keys");
            PRIVATE_KEY = KeyPair.privatePem(key, folder);
            ORG = new SandboxOrg(KeyPair.publicPem(key, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcTemplate jdbc;

    @DynamicPropertySource
    static void org(DynamicPropertyRegistry properties) {
        properties.add("caseline.salesforce.url", ORG::url);
        properties.add("caseline.salesforce.jwt.key-file", () -> PRIVATE_KEY);
    }

    @AfterEach
    void noFaults() {
        ORG.faults("{\"apiUsage\": 0}");
        await().until(health::isFine);
    }

    @Test
    void at_full_load_a_thousand_cases_take_six_calls_at_most_replies_included() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("Full load")).limit(6000).toArray(SubmitCase[]::new);
        MessageListenerContainer lane = Objects.requireNonNull(listeners.getListenerContainer(SubmissionListener.ID));
        lane.stop();
        send(Stream.of(commands).map(command -> waiting(command, "wait")).toList());
        long calls = ORG.count("apiCalls");
        lane.start();

        assertThat(replies(commands)).hasSize(6000);
        assertThat(ORG.count("apiCalls") - calls).isLessThanOrEqualTo(6 * 6);
        assertThat(ORG.count("mostConcurrent")).isBetween(2L, 8L);
    }

    @Test
    void a_lone_case_goes_out_at_once_in_one_call() {
        SubmitCase first = asking("First");
        send(first);
        awaitState(first, CREATED);
        long calls = ORG.count("apiCalls");
        SubmitCase lone = asking("Alone");
        send(lone);

        awaitState(lone, CREATED);
        assertThat(ORG.count("apiCalls") - calls).isEqualTo(1);
    }

    @Test
    void a_scrape_tells_of_calls_quota_and_outcomes() {
        SubmitCase command = asking("Counted");
        send(command);
        awaitState(command, CREATED);

        String scrape = RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri("/actuator/prometheus")
                .headers(headers -> headers.setBearerAuth(token("metrics:read", "caseline")))
                .retrieve()
                .body(String.class);
        assertThat(scrape)
                .containsPattern("(?m)^caseline_salesforce_calls_left [1-9]")
                .contains(
                        "caseline_salesforce_calls_max " + (double) SandboxOrg.DAILY_CALLS,
                        "caseline_salesforce_held 0.0",
                        "caseline_salesforce_replays_held 0.0")
                .containsPattern(
                        "(?m)^caseline_salesforce_calls_seconds_count\\{kind=\"insert\",outcome=\"answered\"} [1-9]")
                .containsPattern("(?m)^caseline_salesforce_records_sum [1-9]")
                .containsPattern("(?m)^caseline_cases_outcomes_total\\{code=\"\",state=\"created\"} [1-9]");
    }

    @Test
    void below_the_reserve_cases_wait_and_go_on_when_there_is_room() {
        int reserve = SandboxOrg.DAILY_CALLS / 10;
        ORG.faults("{\"apiUsage\": %d}".formatted(SandboxOrg.DAILY_CALLS - reserve - 1));
        SubmitCase last = asking("Takes the last call above the reserve");
        send(last);
        awaitState(last, CREATED);
        long used = ORG.count("recordsInserted");
        SubmitCase waits = asking("Waits for calls");
        send(waits);

        awaitState(waits, RECEIVED);
        await().until(() -> health.health().getDetails().containsKey("heldAtLeastUntil"));
        assertThat(health.health().getDetails())
                .containsEntry("code", "QUOTA_RESERVE_REACHED")
                .containsEntry("callsReserved", (long) reserve);
        assertThat(gauge("caseline.salesforce.calls.left")).isLessThanOrEqualTo(reserve);
        assertThat(ORG.count("recordsInserted")).isEqualTo(used);
        ORG.faults("{\"apiUsage\": 0}");

        awaitState(waits, CREATED);
        assertThat(events(waits)).hasSize(1);
        assertThat(gauge("caseline.salesforce.calls.left")).isGreaterThan(reserve);
    }

    @Test
    void below_the_reserve_for_replays_they_wait_and_live_cases_go_on() {
        ORG.faults("{\"apiUsage\": %d}".formatted(SandboxOrg.DAILY_CALLS * 85 / 100));
        SubmitCase tells = asking("Its answer says how many calls are left");
        send(tells);
        awaitState(tells, CREATED);
        SubmitCase replayed = asking("Waits for the next day");
        send(List.of(replay(replayed)));
        await().until(() -> gauge("caseline.salesforce.replays.held") == 1);
        assertThat(health.health().getDetails())
                .containsEntry("replaysHeld", "QUOTA_REPLAY_RESERVE_REACHED")
                .containsKey("replaysHeldAtLeastUntil");
        SubmitCase live = asking("Does not wait");
        send(live);

        awaitState(live, CREATED);
        assertThat(health.isFine()).isTrue();
        assertThat(gauge("caseline.salesforce.replays.held")).isEqualTo(1);
        assertThat(ledger.find(replayed.getCorrelationId())).isEmpty();
        ORG.faults("{\"apiUsage\": 0}");

        awaitState(replayed, CREATED);
        assertThat(events(replayed)).hasSize(1);
        assertThat(gauge("caseline.salesforce.replays.held")).isZero();
    }

    @Test
    void a_used_up_quota_fails_no_case() {
        ORG.faults("{\"quotaUsed\": true}");
        SubmitCase waits = asking("No call left");
        send(waits);

        await().until(() ->
                "QUOTA_RESERVE_REACHED".equals(health.health().getDetails().get("code")));
        awaitState(waits, RECEIVED);
        assertThat(gauge("caseline.salesforce.calls.left")).isZero();
        ORG.faults("{}");

        assertThat(awaitState(waits, CREATED).attempts()).isEqualTo(1);
    }

    @Test
    void a_session_that_dies_under_several_calls_is_replaced_once() {
        SubmitCase[] before = Stream.generate(() -> asking("Before")).limit(10).toArray(SubmitCase[]::new);
        send(before);
        assertThat(events(before)).hasSize(10);
        long signIns = ORG.count("signIns");
        ORG.faults("{\"expireSessions\": true, \"latency\": 200}");
        SubmitCase[] commands =
                Stream.generate(() -> asking("Session over")).limit(1200).toArray(SubmitCase[]::new);
        send(commands);

        assertThat(events(commands)).hasSize(1200);
        assertThat(ORG.count("signIns") - signIns).isEqualTo(1);
    }

    @Test
    void while_the_sign_in_fails_cases_wait_and_nobody_signs_in_all_the_time(CapturedOutput log) throws IOException {
        long signIns = ORG.count("signIns");
        ORG.faults("{\"expireSessions\": true, \"signInFails\": true}");
        SubmitCase waits = asking("Nobody lets us in");
        send(waits);

        await().until(() ->
                "SIGN_IN_INVALID_CLIENT".equals(health.health().getDetails().get("code")));
        awaitState(waits, RECEIVED);
        ORG.faults("{}");
        awaitState(waits, CREATED);
        assertThat(ORG.count("signIns") - signIns).isEqualTo(1);
        assertThat(log).contains("Trouble with Salesforce: SIGN_IN_INVALID_CLIENT", "Signed in to Salesforce");
        assertThat(log.getAll())
                .doesNotContain("s3cret", "Bearer ", "assertion=")
                .doesNotContain(Files.readAllLines(PRIVATE_KEY).get(1));
    }

    @Test
    void what_an_agent_has_edited_stays_whatever_comes_again() {
        SubmitCase command = asking("As it came");
        send(command);
        String caseId = Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
        ORG.edit(caseId, "{\"Subject\": \"As the agent wants it\", \"Status\": \"Closed\"}");

        send(List.of(waiting(command, "a repeat")));
        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
        jdbc.update("DELETE FROM case_ledger WHERE correlation_id = ?", command.getCorrelationId());
        send(List.of(waiting(command, "a repeat of what the ledger has forgotten")));
        await().until(() -> replies(command).size() == 2);

        assertThat(ORG.find(command.getCorrelationId()).path("Subject").asString())
                .isEqualTo("As the agent wants it");
        assertThat(awaitState(command, CREATED).salesforceId()).isEqualTo(caseId);
        List<CaseEvent> events = events(command);
        assertThat(events).hasSize(2);
        assertThat(events.get(1).getEventId()).isEqualTo(events.get(0).getEventId());
    }

    @Test
    void a_replay_of_a_case_that_salesforce_has_leaves_what_an_agent_has_edited() {
        SubmitCase command = asking("As it came");
        send(command);
        String caseId = Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
        assertThat(events(command)).hasSize(1);
        ORG.edit(caseId, "{\"Subject\": \"As the agent wants it\"}");
        jdbc.update(
                "UPDATE case_ledger SET state = 'FAILED', salesforce_id = NULL, case_number = NULL,"
                        + " version = version + 1 WHERE correlation_id = ?",
                command.getCorrelationId());
        send(List.of(replay(command)));

        LedgerEntry entry = awaitState(command, CREATED);
        assertThat(entry.attempts()).isEqualTo(2);
        assertThat(entry.salesforceId()).isEqualTo(caseId);
        assertThat(ORG.find(command.getCorrelationId()).path("Subject").asString())
                .isEqualTo("As the agent wants it");
    }

    @Test
    void a_call_that_commits_and_never_answers_makes_one_case_and_one_event_each() {
        ORG.faults("{\"commitThenTimeOut\": 1}");
        SubmitCase[] commands =
                Stream.generate(() -> asking("Committed")).limit(50).toArray(SubmitCase[]::new);
        long cases = ORG.count("cases");
        send(commands);

        assertThat(events(commands)).hasSize(50).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.count("cases") - cases).isEqualTo(50);
        assertThat(ORG.count("duplicatesRefused")).isPositive();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
