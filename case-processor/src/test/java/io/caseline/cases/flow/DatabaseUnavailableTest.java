package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Tokens.operator;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.testing.OperationsClient;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** While the database is unavailable nothing is lost, and nothing is doubled when it is available again. */
@TestPropertySource(properties = "spring.datasource.hikari.connection-timeout=1000")
@OwnApplication
@ExtendWith(OutputCaptureExtension.class)
class DatabaseUnavailableTest extends RunningCaseProcessor {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterEach
    void makeAvailable() {
        administer("ALTER DATABASE postgres WITH ALLOW_CONNECTIONS true");
    }

    @Test
    void a_database_that_goes_and_comes_back_loses_nothing_and_doubles_nothing() throws Exception {
        ORG.fault("hold", 1);
        SubmitCase during = asking("While the call was under way");
        send(during);
        await().until(() -> ORG.count("concurrent") == 1);
        makeUnavailable();
        ORG.heal();
        await().until(() -> ORG.find(during.getCorrelationId()).isPresent());
        String number = ORG.find(during.getCorrelationId()).orElseThrow().number();
        await().until(() -> healthEndpoint().contains("\"db\":{\"details\":{\"error\""));
        HttpResponse<String> answer = ask("/internal/cases/" + during.getCorrelationId() + "?program=gobank");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":503").doesNotContainIgnoringCase("sql", "connection");
        SubmitCase after = asking("While it was unavailable");
        send(after);
        ORG.resetStats();
        makeAvailable();
        await().until(() -> healthEndpoint().contains("\"db\":{\"details\":{\"database\":\"PostgreSQL\""));

        assertThat(awaitState(during, CREATED).caseNumber()).isEqualTo(number);
        awaitState(after, CREATED);
        assertThat(events(during, after)).hasSize(2);
        assertThat(ORG.inserts())
                .filteredOn(call ->
                        call.externalIds().contains(during.getCorrelationId().toString()))
                .as("what Salesforce has answered is not asked again")
                .isEmpty();
    }

    @Test
    void commands_wait_in_kafka_while_the_database_is_unavailable_and_become_cases_afterwards(CapturedOutput output)
            throws Exception {
        makeUnavailable();
        SubmitCase command = asking("Sent while it was unavailable");
        send(command);
        await().until(() -> healthEndpoint().contains("the database is unavailable"));
        assertThat(gauge("caseline.listener.paused")).isEqualTo(1);
        makeAvailable();

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
        await().until(() -> gauge("caseline.listener.paused") == 0);
        assertThat(output.getOut().lines().filter(line -> line.contains("case-commands is paused")))
                .as("each reason is logged once")
                .hasSizeLessThanOrEqualTo(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void operators_are_told_and_an_export_that_breaks_does_not_look_complete() throws Exception {
        jdbc.sql("""
                insert into ledger_entry (correlation_id, program_code, request_id, state, attempts, due_at, failure_code,
                    received_at, updated_at)
                select gen_random_uuid(), 'exported', gen_random_uuid(), 'FAILED', 1, now(), 'CODE', now(), now()
                from generate_series(1, 100000)""").update();
        OperationsClient operator = OperationsClient.of(operationsPort, operator("olga", "cases:operate"));
        try (InputStream export = HTTP.send(
                        operator.request("/submissions/export?program=exported").build(), BodyHandlers.ofInputStream())
                .body()) {
            assertThat(export.readNBytes(10_000)).hasSize(10_000);
            makeUnavailable();
            assertThat(operator.get("/submissions").status()).isEqualTo(503);
            assertThatThrownBy(export::readAllBytes).isInstanceOf(IOException.class);
        } finally {
            makeAvailable();
        }
        await().until(() -> operator.get("/audit?limit=1").status() == 200);
        assertThat(operator.get("/audit?limit=1").text("/items/0/result")).isEqualTo("csv, not completed");
        jdbc.sql("delete from ledger_entry where program_code = 'exported'").update();
    }

    private String healthEndpoint() throws IOException, InterruptedException {
        return ask("/actuator/health").body();
    }

    private HttpResponse<String> ask(String uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + uri))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + token("cases:read metrics:read", "caseline", "gobank"))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static void makeUnavailable() {
        administer("ALTER DATABASE postgres WITH ALLOW_CONNECTIONS false");
        // more than once, as a session may just be starting
        await().until(() -> {
            administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'");
            return sessions() == 0;
        });
    }

    private static long sessions() {
        return JdbcClient.create(TestServices.postgres().dataSource("template1"))
                .sql("select count(*) from pg_stat_activity where datname = 'postgres'")
                .query(Long.class)
                .single();
    }

    private static void administer(String... statements) {
        try (Connection connection =
                        TestServices.postgres().dataSource("template1").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
