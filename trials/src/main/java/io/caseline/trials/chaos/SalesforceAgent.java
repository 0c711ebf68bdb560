package io.caseline.trials.chaos;

import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A person who edits cases in Salesforce during the run, through the API, and hands some of them to a queue. */
final class SalesforceAgent {

    private static final String SUBJECT = "An agent has looked at this";
    private static final String QUEUE = "00GgL000000Que1UAC";
    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final int TRIES = 100;

    private final Http salesforce;
    private final Database org;
    private final Map<String, String> credentials;
    private final Set<String> edited = ConcurrentHashMap.newKeySet();
    private final Thread work = Thread.ofVirtual().name("agent").unstarted(this::work);
    private volatile String token = "";
    private volatile boolean stopped;

    SalesforceAgent(Http salesforce, Database org, String clientId, String clientSecret) {
        this.salesforce = salesforce;
        this.org = org;
        this.credentials = Map.of("client_id", clientId, "client_secret", clientSecret);
    }

    void start() {
        work.start();
    }

    void finish() throws InterruptedException {
        stopped = true;
        work.join();
    }

    /** Edits the cases, with retries until Salesforce confirms each. */
    synchronized void edit(Collection<String> caseIds) throws InterruptedException {
        for (String id : caseIds) {
            for (int i = 0; i < TRIES && !edited.contains(id); i++) {
                if (isEdited(id)) {
                    edited.add(id);
                } else {
                    Thread.sleep(PAUSE.dividedBy(4));
                }
            }
        }
    }

    void check(CheckReport report) throws SQLException {
        Set<String> intact = Set.copyOf(org.query(
                "SELECT Id FROM cases WHERE Subject = '%s' AND Status = 'Working' AND Priority = 'High'"
                        .formatted(SUBJECT),
                row -> row.getString(1)));
        report.contained("cases edited by an agent, and unchanged since", edited, intact);
    }

    private void work() {
        while (!stopped) {
            try {
                Thread.sleep(PAUSE);
                edit(org.query(
                        "SELECT Id FROM cases WHERE Subject <> '%s' ORDER BY random() LIMIT 2".formatted(SUBJECT),
                        row -> row.getString(1)));
                handOver(org.query(
                        "SELECT Id FROM cases WHERE Subject = '%s' AND OwnerId <> '%s' ORDER BY random() LIMIT 1"
                                .formatted(SUBJECT, QUEUE),
                        row -> row.getString(1)));
            } catch (SQLException e) {
                token = ""; // the database was killed; retried in the next round
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** What Salesforce does not confirm may have happened or not: the events tell. */
    private void handOver(Collection<String> caseIds) throws InterruptedException {
        for (String id : caseIds) {
            call("PATCH", "Case/" + id, "{\"OwnerId\": \"%s\"}".formatted(QUEUE));
            call("POST", "CaseComment", "{\"ParentId\": \"%s\", \"CommentBody\": \"See to it\"}".formatted(id));
        }
    }

    private boolean isEdited(String id) throws InterruptedException {
        return call(
                "PATCH",
                "Case/" + id,
                "{\"Subject\": \"%s\", \"Status\": \"Working\", \"Priority\": \"High\"}".formatted(SUBJECT));
    }

    private boolean call(String method, String path, String body) throws InterruptedException {
        try {
            if (token.isEmpty()) {
                token = signIn();
            }
            Response answer = salesforce.send(
                    method,
                    "/services/data/v62.0/sobjects/" + path,
                    Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                    body);
            if (answer.status() == 401) {
                token = "";
            }
            return answer.isOk();
        } catch (IOException e) {
            return false;
        }
    }

    private String signIn() throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        credentials.forEach((name, value) ->
                form.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return salesforce
                .send(
                        "POST",
                        "/services/oauth2/token",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        form.toString())
                .text("/access_token");
    }
}
