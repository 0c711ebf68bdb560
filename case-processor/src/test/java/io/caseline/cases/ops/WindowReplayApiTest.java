package io.caseline.cases.ops;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.OperationsClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OperationsClient.Answer;
import io.caseline.messages.SubmitCase;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators count and replay what an org has lost. */
class WindowReplayApiTest extends OperationsFlow {

    @Test
    void a_dry_run_counts_and_a_window_replay_creates_the_lost_cases_again() {
        SubmitCase lost = askingOf("window-api", "Lost");
        SubmitCase kept = askingOf("window-api", "Kept");
        send(lost, kept);
        awaitState(lost, CREATED);
        awaitState(kept, CREATED);
        ORG.lose(List.of(lost.getCorrelationId()));

        Answer dryRun = olga().post("/window-replays", body("'dryRun':true,'program':'window-api'"));
        assertThat(dryRun.status()).isEqualTo(201);
        assertThat(dryRun.location()).isEqualTo("/ops/v1/window-replays/" + dryRun.text("/replay/id"));
        awaitEnd(dryRun);
        Answer counted = vera().get("/window-replays/" + dryRun.text("/replay/id"));
        assertThat(counted.text("/window/missing")).isEqualTo("1");
        assertThat(counted.text("/window/existing")).isEqualTo("1");

        awaitEnd(olga().post(
                        "/window-replays", body("'rate':10,'canary':{'size':1,'percent':100},'program':'window-api'")));
        assertThat(awaitState(lost, CREATED).attempts()).isEqualTo(3);
        assertThat(awaitState(kept, CREATED).attempts()).isEqualTo(1);
    }

    @Test
    void what_is_wrong_is_named() {
        Answer wrong =
                olga().post("/window-replays", json("{'from':'yesterday','rate':0,'canary':{'size':1},'program':''}"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.invalid()).contains("from", "to", "rate", "canary", "program", "reason");
        Answer reversed = olga().post(
                        "/window-replays",
                        json("{'from':'2026-01-02T00:00:00Z','to':'2026-01-01T00:00:00Z','reason':'x'}"));
        assertThat(reversed.text("/detail")).contains("from must be before to");
        assertThat(vera().get("/window-replays/999999999").status()).isEqualTo(404);
        assertThat(vera().post("/window-replays", body("'dryRun':true")).status())
                .isEqualTo(403);
    }

    private static String body(String more) {
        Instant now = Instant.now();
        return json("{'from':'%s','to':'%s','reason':'restored',%s}"
                .formatted(now.minusSeconds(3600), now.plusSeconds(60), more));
    }

    private void awaitEnd(Answer started) {
        await().until(() -> "FINISHED"
                .equals(vera().get("/window-replays/" + started.text("/replay/id"))
                        .text("/replay/state")));
    }
}
