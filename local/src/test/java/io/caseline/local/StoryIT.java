package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.docs.MonitoringFiles;
import io.caseline.local.platform.Ports;
import io.caseline.schemas.KeySets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** End-to-end tests of all services, through the commands that a person uses. */
class StoryIT {

    private static final String CASES = "/programs/gobank/customerCare/cases";
    private static final String CASE = """
            {"subject": "Card not received", "firstName": "Ana", "lastName": "Reyes",
             "customerQuestion": "I ordered my card two weeks ago. Where is it?"}""";

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final CommandLineSystem system = new CommandLineSystem(Path.of("target", "story"));

    @BeforeAll
    static void up() throws Exception {
        system.services().start();
    }

    @AfterAll
    static void down() throws Exception {
        system.services().stop();
    }

    @Test
    void a_case_gets_salesforces_number_and_a_repeat_gets_the_same() throws Exception {
        UUID requestId = UUID.randomUUID();

        JsonNode created = system.post(200, CASES, requestId, CASE);

        String number = created.at("/caseNumber").asString();
        assertThat(created.at("/status").asString()).isEqualTo("Created");
        assertThat(system.isInSalesforce(number)).isTrue();
        assertThat(system.post(200, CASES, requestId, CASE)).isEqualTo(created);
        String event = "\"correlationId\":\"" + created.at("/correlationId").asString();
        assertThat(system.caseline("events", "--from", "beginning", "--until-end", "--json")
                        .output()
                        .lines()
                        .filter(line -> line.contains(event)))
                .singleElement()
                .asString()
                .contains("\"caseNumber\":\"" + number, "\"type\":\"CREATED\"", "\"topic\":\"cases.events\"");
        assertThat(system.post(200, CASES, UUID.randomUUID(), CASE)
                        .at("/caseNumber")
                        .asString())
                .isNotEqualTo(number);
    }

    @Test
    void a_case_accepted_while_salesforce_is_unavailable_is_created_later() throws Exception {
        system.makeSalesforceUnavailable();
        JsonNode accepted = system.post(202, CASES, UUID.randomUUID(), CASE);
        String status = CASES + "/" + accepted.at("/correlationId").asString();

        assertThat(accepted.at("/status").asString()).isEqualTo("Pending");
        assertThat(system.get(status).at("/status").asString()).isEqualTo("Pending");

        system.makeSalesforceAvailable();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode outcome = system.get(status);
            assertThat(outcome.at("/status").asString()).isEqualTo("Created");
            assertThat(system.isInSalesforce(outcome.at("/caseNumber").asString()))
                    .isTrue();
        });
    }

    @Test
    void a_request_that_kafka_did_not_accept_succeeds_when_it_is_sent_again() throws Exception {
        UUID requestId = UUID.randomUUID();
        system.services().pause("kafka");
        JsonNode refused;
        try {
            refused = system.post(503, CASES, requestId, CASE);
        } finally {
            system.services().resume("kafka");
        }
        assertThat(refused.at("/responseDetails/0/description").asString()).contains("send the same request again");

        JsonNode created = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> system.post(200, CASES, requestId, CASE), answer -> true);
        assertThat(system.post(200, CASES, requestId, CASE)).isEqualTo(created);
        assertThat(system.isInSalesforce(created.at("/caseNumber").asString())).isTrue();
    }

    @Test
    void no_personal_data_is_stored_or_logged_in_clear_text() throws Exception {
        String mark = "Zqxj" + UUID.randomUUID().toString().substring(0, 8);
        String card = "4000%012d".formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
        String said = CASE.replace("Ana", mark)
                .replace("Reyes", mark)
                .replace("two weeks", mark)
                .replace("not received", mark)
                .replace(
                        "\"subject\"",
                        "\"emailAddress\": \"" + mark + "@example.com\", \"accountIdentifier\": \"" + mark
                                + "\", \"device\": {\"deviceID\": \"" + mark + "\"}, \"subject\"");
        List<String> answers = List.of(
                system.post(200, CASES, UUID.randomUUID(), said).toString(),
                system.post(400, CASES, UUID.randomUUID(), said.replace("@example.com", ""))
                        .toString(),
                system.post(200, CASES, UUID.randomUUID(), said.replace("@example.com", "@b\u00fccher.example"))
                        .toString(),
                system.post(200, "/retailer/user/associate", UUID.randomUUID(), """
                        {"metadata": {"merchantId": "fscc0342", "storeId": "S-1", "userId": "t-1",
                         "requestDateTime": "2026-01-09T13:25:45Z"}, "accountNumber": "%s"}""".formatted(card))
                        .toString());

        StoredData stored = system.storedData();
        answers.forEach(answer -> stored.add("answers", answer));

        assertThat(stored.size("topic cases.commands")).isPositive();
        assertThat(stored.size("topic tellers.commands")).isPositive();
        assertThat(stored.size("table cases.ledger_entry")).isPositive();
        assertThat(stored.size("log case-processor")).isPositive();
        assertThat(stored.size("metrics")).isPositive();
        assertThat(stored.placesWith("gobank")).contains("topic cases.commands", "table cases.ledger_entry");
        assertThat(stored.placesWith(mark)).isEmpty();
        assertThat(stored.placesWith(card)).isEmpty();
    }

    @Test
    void associations_are_decided_with_a_directory_loaded_from_a_file() throws Exception {
        String own = UUID.randomUUID().toString().substring(0, 8);
        UUID account = UUID.randomUUID();
        String mark = "Vwqk" + own;
        String card = "4001%012d".formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
        Path file =
                Files.writeString(Path.of("target", "story-directory.csv"), """
                kind,merchantId,storeId,tellerId,accountId,enabled,associationEnabled,status,firstName,lastName,cardNumber,feePlan,openedAt
                merchant,fscc0342,,,,true,,,,,,,
                store,fscc0342,S-%1$s,,,true,true,,,,,,
                teller,fscc0342,,t-%1$s,,,,Active,%3$s,Reyes,,,
                account,,,,%2$s,,,Open,%3$s,Reyes,%4$s,Standard,2020-01-01T00:00:00Z
                """.formatted(own, account, mark, card));

        var load = system.caseline("directory", "load", file.toString());

        assertThat(load.output()).contains("loaded 1 account, 1 merchant, 1 store, 1 teller", "has applied the file");
        assertThat(load.exit()).isZero();

        Path foreignKeys = Files.createTempDirectory(Path.of("target"), "keys").resolve("foreign.json");
        KeySets.createSealing(foreignKeys);
        var ports = system.ports();
        var foreign = system.caseline(
                "directory",
                "load",
                file.toString(),
                "--bootstrap-servers",
                ports.bootstrapServers(),
                "--registry",
                ports.url(Ports.Port.REGISTRY),
                "--sealing-keyset",
                foreignKeys.toString());
        assertThat(foreign.output())
                .contains(
                        "line 4: no key opens its sealed name",
                        "line 5: no key opens its sealed name",
                        "teller-processor could not store 2 of 4 entries")
                .doesNotContain("has applied", mark);
        assertThat(foreign.exit()).isEqualTo(1);

        var events = system.inTheBackground(
                "events", "tellers", "--from", Instant.now().toString(), "--max", "1");
        JsonNode answer = system.post(200, "/retailer/user/associate", UUID.randomUUID(), """
                {"metadata": {"merchantId": "fscc0342", "storeId": "S-%1$s", "userId": "t-%1$s",
                 "requestDateTime": "2026-01-09T13:25:45Z"}, "accountNumber": "%2$s"}""".formatted(own, card));
        assertThat(answer.at("/metadata/responseDescription").asString()).isEqualTo("Success");
        assertThat(events.get(60, TimeUnit.SECONDS).output())
                .contains("ASSOCIATED", "SUCCESS", "fscc0342|t-" + own)
                .doesNotContain(mark);
        assertThat(system.caseline("directory", "show", "teller", "fscc0342", "t-" + own)
                        .output())
                .contains(account.toString(), "Active")
                .doesNotContain(mark);
        assertThat(system.caseline("directory", "show", "account|" + account).output())
                .contains("Employee", "fingerprint by key", "teller|fscc0342|t-" + own)
                .doesNotContain(mark);
        StoredData stored = system.storedData();
        assertThat(stored.placesWith("S-" + own)).contains("topic tellers.directory", "table tellers.store");
        assertThat(stored.placesWith(mark)).isEmpty();
        assertThat(stored.placesWith(card)).isEmpty();
    }

    @Test
    void the_applications_export_what_alerts_and_dashboard_read() throws Exception {
        Pattern name = Pattern.compile("(?m)^[a-z]\\w*");
        system.post(200, CASES, UUID.randomUUID(), CASE);
        system.post(200, "/retailer/user/associate", UUID.randomUUID(), """
                {"metadata": {"merchantId": "fscc0342", "storeId": "S-1", "userId": "t-1",
                 "requestDateTime": "2026-01-09T13:25:45Z"}, "accountNumber": "4000000000000000"}""");
        system.makeSalesforceRefuse("No such subject");
        Set<String> exported = new TreeSet<>();
        try {
            system.post(202, CASES, UUID.randomUUID(), CASE.replace("Card not received", "No such subject"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> system.metrics().contains("caseline_cases_failed{"));
            system.makeSalesforceUnavailable();
            system.post(202, CASES, UUID.randomUUID(), CASE);
            // metrics of Kafka's clients that came later are looked for each minute
            Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                String metrics = system.metrics();
                assertThat(metrics).contains("caseline_salesforce_hold{", "kafka_consumer_fetch_manager_records_lag{");
                name.matcher(metrics).results().map(MatchResult::group).forEach(exported::add);
            });
        } finally {
            system.makeSalesforceAvailable();
        }

        assertThat(MonitoringFiles.metrics())
                .hasSizeGreaterThan(30)
                .filteredOn(metric -> !exported.contains(metric))
                .as(
                        "only what takes a change by an agent, a held program, a record that nobody can read, or a card core")
                .isSubsetOf(
                        "caseline_cases_changes_total",
                        "caseline_cases_held",
                        "caseline_dead_letters_total",
                        "caseline_card_core_seconds_count",
                        "caseline_fee_plans_pending");
    }

    @Test
    void the_demo_gets_every_expected_response_and_replays_its_failures() throws Exception {
        var demo = system.caseline("demo");

        assertThat(demo.output())
                .contains(
                        "every response is as expected",
                        "48 cases accepted, 48 failed",
                        "has finished: 48 of 48 created",
                        "operators' console: " + system.ports().url(Ports.Port.CASE_OPERATIONS) + "/console");
        assertThat(demo.exit()).isZero();
    }

    @Test
    void failed_cases_are_found_and_replayed_when_the_cause_is_mended() throws Exception {
        String about = "Fee " + UUID.randomUUID().toString().substring(0, 8);
        List<String> ids = new ArrayList<>();
        system.makeSalesforceRefuse(about);
        try {
            for (int i = 0; i < 5; i++) {
                ids.add(system.post(202, CASES, UUID.randomUUID(), CASE.replace("Card not received", about))
                        .at("/correlationId")
                        .asString());
            }
            String all = String.join(",", ids);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(system.caseline("failures", "--json", "--id", all)
                                    .output())
                            .contains("\"code\":\"STRING_TOO_LONG\"", "\"count\":5"));
            var probe = system.caseline(
                    "replay", "start", "--id", all, "--canary", "2", "--reason", "is it mended?", "--yes");
            assertThat(probe.output())
                    .contains("is paused (Canary: 0 of 2 created", "2 failed again", "3 still to send");
            assertThat(probe.exit()).isEqualTo(4);
            system.makeSalesforceAvailable();
            String replay = probe.output().replaceAll("(?s).*replay (\\d+) is paused.*", "$1");
            assertThat(system.caseline("replay", "resume", replay, "--reason", "mended now")
                            .exit())
                    .isZero();
            assertThat(system.caseline("replay", "show", replay, "--follow").output())
                    .contains("3 of 5 created, 2 failed again");
            var rest =
                    system.caseline("replay", "start", "--id", all, "--reason", "the canary's, too", "--yes", "--json");
            assertThat(rest.output()).contains("\"state\":\"FINISHED\"", "\"created\":2,\"failed\":0");
            assertThat(rest.exit()).isZero();
        } finally {
            system.makeSalesforceAvailable();
        }

        assertThat(system.caseline("failures", "--id", String.join(",", ids)).exit())
                .isEqualTo(3);
        assertThat(ids.stream().map(StoryIT::outcomes).toList())
                .containsOnly(List.of("FAILED 1", "CREATED 2"), List.of("FAILED 1", "FAILED 2", "CREATED 3"));
        assertThat(system.caseline("submission", ids.getFirst()).output())
                .contains("FAILED 1", "STRING_TOO_LONG", "CREATED");
        assertThat(system.caseline("audit").output())
                .contains("REPLAY_STARTED", "REPLAY_RESUMED", "is it mended?", System.getProperty("user.name"));
    }

    /** What subscribers got, in order. */
    private static List<String> outcomes(String correlationId) {
        try {
            return system.caseline("events", "--from", "beginning", "--until-end", "--json")
                    .output()
                    .lines()
                    .filter(line -> line.contains(correlationId))
                    .map(JSON::readTree)
                    .map(event -> event.at("/type").asString() + " "
                            + event.at("/attempts").asInt())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_second_start_is_refused() throws Exception {
        var again = system.caseline("up", "-d");

        assertThat(again.output()).startsWith("caseline: this system is already up (pid ");
        assertThat(again.exit()).isEqualTo(1);
    }
}
