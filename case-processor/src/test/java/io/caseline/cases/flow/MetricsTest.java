package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.SubmitCase;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

/** What a scrape says about calls, quota and outcomes. */
class MetricsTest extends RunningCaseProcessor {
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
                        "caseline_cases_oldest_without_outcome_seconds")
                .containsPattern("(?m)^caseline_cases_records\\{state=\"received\"}")
                .containsPattern(
                        "(?m)^caseline_salesforce_calls_seconds_count\\{kind=\"insert\",outcome=\"answered\"} [1-9]")
                .containsPattern("(?m)^caseline_salesforce_records_sum [1-9]")
                .containsPattern("(?m)^caseline_cases_outcomes_total\\{code=\"\",state=\"created\"} [1-9]");
    }
}
