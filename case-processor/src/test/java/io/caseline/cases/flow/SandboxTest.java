package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.testing.KeyPair;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningApplication;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
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
@OwnApplication
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

    @DynamicPropertySource
    static void org(DynamicPropertyRegistry properties) {
        properties.add("caseline.salesforce.url", ORG::url);
        properties.add("caseline.salesforce.jwt.key-file", () -> PRIVATE_KEY);
    }

    @AfterEach
    void noFaults() {
        ORG.faults("{\"apiUsage\": 0}");
        await().until(() -> breaker.state() == State.CLOSED);
    }

    @Test
    void a_backlog_goes_out_in_full_calls_side_by_side() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("Full load")).limit(6000).toArray(SubmitCase[]::new);
        MessageListenerContainer listener = Objects.requireNonNull(listeners.getListenerContainer("case-commands"));
        listener.stop();
        send(commands);
        long calls = ORG.count("apiCalls");
        listener.start();

        assertThat(events(commands)).hasSize(6000);
        assertThat(ORG.count("apiCalls") - calls).isLessThanOrEqualTo(10 * 6);
        assertThat(ORG.count("mostConcurrent")).isBetween(2L, 9L);
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
                        "caseline_outbox_active 1.0",
                        "caseline_replies_dropped_total 0.0",
                        "caseline_positions_gaps 0.0",
                        "caseline_cases_oldest_undecided_seconds")
                .containsPattern("(?m)^caseline_cases_records\\{state=\"received\"}")
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
        await().until(() -> healthOfOrg("heldAtLeastUntil") != null);
        awaitHold("QUOTA_RESERVE_REACHED");
        assertThat(healthOfOrg("callsReserved")).isEqualTo((long) reserve);
        assertThat(gauge("caseline.salesforce.calls.left")).isLessThanOrEqualTo(reserve);
        assertThat(ORG.count("recordsInserted")).isEqualTo(used);
        ORG.faults("{\"apiUsage\": 0}");

        awaitState(waits, CREATED);
        assertThat(events(waits)).hasSize(1);
        assertThat(gauge("caseline.salesforce.calls.left")).isGreaterThan(reserve);
    }

    @Test
    void a_used_up_quota_fails_no_case() {
        ORG.faults("{\"quotaUsed\": true}");
        SubmitCase waits = asking("No call left");
        send(waits);

        awaitHold("QUOTA_RESERVE_REACHED");
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

        awaitHold("SIGN_IN_INVALID_CLIENT");
        awaitState(waits, RECEIVED);
        ORG.faults("{}");
        awaitState(waits, CREATED);
        assertThat(ORG.count("signIns") - signIns).isEqualTo(1);
        assertThat(log).contains("All calls to Salesforce are held: SIGN_IN_INVALID_CLIENT", "Signed in to Salesforce");
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

        send(List.of(awaited(command)));
        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
        jdbc.sql("delete from ledger_entry where correlation_id = ?")
                .param(command.getCorrelationId())
                .update();
        send(List.of(awaited(command)));
        await().until(() -> replies(command).size() == 2);

        assertThat(ORG.find(command.getCorrelationId()).path("Subject").asString())
                .isEqualTo("As the agent wants it");
        assertThat(awaitState(command, CREATED).salesforceId()).isEqualTo(caseId);
    }

    @Test
    void a_failed_command_that_is_due_again_and_that_salesforce_has_leaves_what_an_agent_has_edited() {
        SubmitCase command = asking("As it came");
        send(command);
        String caseId = Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
        assertThat(events(command)).hasSize(1);
        ORG.edit(caseId, "{\"Subject\": \"As the agent wants it\"}");
        jdbc.sql("""
                update ledger_entry set state = 'RECEIVED', salesforce_id = null, case_number = null, due_at = now(),
                    sealed_command = ? where correlation_id = ?""")
                .params(command.getSealedCase().array(), command.getCorrelationId())
                .update();
        send(asking("Wakes the claimer for its program"));

        await().until(() -> awaitState(command, CREATED).attempts() == 2);
        assertThat(awaitState(command, CREATED).salesforceId()).isEqualTo(caseId);
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
}
