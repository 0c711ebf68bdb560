package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Held;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What each answer of Salesforce means for each case. */
class InsertAnswerTest {
    private static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";
    private static final String SUCCESS = "{\"id\":\"500A\",\"success\":true,\"errors\":[]}";

    private final List<NewCase> cases = Stream.generate(() -> new NewCase(UUID.randomUUID(), Map.of()))
            .limit(10)
            .toList();

    @Test
    void the_query_is_the_truth_whatever_the_insert_said() {
        assertThat(read(1, items(SUCCESS), found(1))).containsExactly(new Created("500A", "00000001"));
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: <unknown>")), found(1)))
                .containsExactly(new Created("500A", "00000001"));
        assertThat(read(1, items(refusal("INVALID_FIELD", "")), found(1)))
                .containsExactly(new Created("500A", "00000001"));
    }

    @Test
    void a_record_is_refused_or_busy_by_its_code() {
        assertThat(read(2, items(refusal("STRING_TOO_LONG", "x"), refusal("UNABLE_TO_LOCK_ROW", "x")), found(0)))
                .containsExactly(
                        new Refused("STRING_TOO_LONG", List.of("Subject")),
                        new Busy("UNABLE_TO_LOCK_ROW", List.of("Subject")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INVALID_FIELD",
                "MALFORMED_ID",
                "INVALID_ID_FIELD",
                "INSUFFICIENT_ACCESS_OR_READONLY",
                "STORAGE_LIMIT_EXCEEDED"
            })
    void a_code_of_the_org_holds_its_record_and_leaves_the_others_what_they_are(String code) {
        assertThat(read(3, items(SUCCESS, refusal(code, ""), refusal("STRING_TOO_LONG", "x")), found(1)))
                .containsExactly(
                        new Created("500A", "00000001"),
                        new Held(code),
                        new Refused("STRING_TOO_LONG", List.of("Subject")));
    }

    @Test
    void a_case_that_was_made_but_is_not_seen_is_held() {
        assertThat(read(1, items(SUCCESS), found(0))).containsExactly(new Held("CASE_NOT_VISIBLE"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
                "duplicate value found: caseline_correlation_id__c duplicates value on record with id: 500000000000001",
                ""
            })
    void a_duplicate_that_the_query_does_not_find_yet_is_no_failure_however_long_it_stays(String message) {
        String duplicate = refusal("DUPLICATE_VALUE", message).replace("\"Subject\"", "");
        Map<UUID, InsertResult> results =
                InsertAnswer.read(cases.subList(0, 1), answer(items(duplicate), found(0)), EXTERNAL_ID);

        assertThat(results.values()).containsExactly(new Busy("CASE_NOT_VISIBLE", List.of()));
        assertThat(OrgFault.heldIfBusy(results, 1).values()).containsExactly(new Held("CASE_NOT_VISIBLE"));
    }

    @Test
    void a_duplicate_of_another_unique_field_is_refused() {
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: Other__c")), found(0)))
                .containsExactly(new Refused("DUPLICATE_VALUE", List.of("Subject")));
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: <unknown>")), found(0)))
                .containsExactly(new Refused("DUPLICATE_VALUE", List.of("Subject")));
    }

    @Test
    void a_name_of_a_field_may_be_spelled_in_another_case() {
        assertThat(InsertAnswer.read(
                                cases.subList(0, 1),
                                answer(items(SUCCESS), found(1)),
                                EXTERNAL_ID.toLowerCase(Locale.ROOT))
                        .values())
                .containsExactly(new Created("500A", "00000001"));
    }

    @Test
    void most_records_refused_alike_are_held_and_the_others_are_what_they_are() {
        List<String> items = new ArrayList<>(Collections.nCopies(5, refusal("REQUIRED_FIELD_MISSING", "")));
        items.addAll(0, List.of(SUCCESS, refusal("STRING_TOO_LONG", ""), refusal("OTHER", "")));
        List<InsertResult> results = read(8, items(items.toArray(String[]::new)), found(1));

        assertThat(results.subList(0, 3))
                .containsExactly(
                        new Created("500A", "00000001"),
                        new Refused("STRING_TOO_LONG", List.of("Subject")),
                        new Refused("OTHER", List.of("Subject")));
        assertThat(results.subList(3, 8)).containsOnly(new Held("REQUIRED_FIELD_MISSING"));
    }

    @Test
    void records_that_stay_busy_are_held_if_they_are_most_of_those_tried_at_first() {
        String[] busy =
                Collections.nCopies(5, refusal("UNABLE_TO_LOCK_ROW", "")).toArray(String[]::new);
        Map<UUID, InsertResult> results =
                InsertAnswer.read(cases.subList(0, 5), answer(items(busy), found(0)), EXTERNAL_ID);

        assertThat(results.values()).hasOnlyElementsOfType(Busy.class);
        assertThat(OrgFault.heldIfBusy(results, 9).values()).containsOnly(new Held("UNABLE_TO_LOCK_ROW"));
        assertThat(OrgFault.heldIfBusy(results, 10).values()).hasOnlyElementsOfType(Busy.class);
    }

    @Test
    void a_record_is_never_to_blame_for_an_api_that_stays_away() {
        Map<UUID, InsertResult> results = InsertAnswer.read(
                cases.subList(0, 1), answer(items(refusal("API_TEMPORARILY_UNAVAILABLE", "")), found(0)), EXTERNAL_ID);

        assertThat(results.values()).hasOnlyElementsOfType(Busy.class);
        assertThat(OrgFault.heldIfBusy(results, 1).values()).containsExactly(new Held("API_TEMPORARILY_UNAVAILABLE"));
    }

    @Test
    void few_records_or_records_with_bad_data_fail_by_themselves() {
        String[] four =
                Collections.nCopies(4, refusal("REQUIRED_FIELD_MISSING", "")).toArray(String[]::new);
        assertThat(read(4, items(four), found(0))).hasOnlyElementsOfType(Refused.class);
        String[] ten =
                Collections.nCopies(10, refusal("INVALID_EMAIL_ADDRESS", "")).toArray(String[]::new);
        assertThat(read(10, items(ten), found(0))).hasOnlyElementsOfType(Refused.class);
    }

    @Test
    void an_answer_that_does_not_say_enough_is_trouble() {
        assertTrouble("RESULTS_MISSING", () -> read(2, items(SUCCESS), found(2)));
        assertTrouble("RESULTS_MISSING", () -> InsertAnswer.read(cases, new CompositeAnswer(null), EXTERNAL_ID));
        assertThat(read(1, items("{\"success\":false,\"errors\":[]}"), found(0)))
                .containsExactly(new Held("RESULTS_MISSING"));
        String half = found(0).replace("\"done\":true", "\"done\":false");
        assertTrouble("RESULTS_MISSING", () -> read(1, items(SUCCESS), half));
    }

    @Test
    void a_part_that_failed_is_trouble_with_its_code() {
        String failed =
                part("[{\"errorCode\":\"MALFORMED_QUERY\",\"message\":\"x\"}]").replace("200", "400");
        assertTrouble("MALFORMED_QUERY", () -> read(1, items(SUCCESS), failed));
    }

    private List<InsertResult> read(int count, String inserts, String query) {
        return List.copyOf(InsertAnswer.read(cases.subList(0, count), answer(inserts, query), EXTERNAL_ID)
                .values());
    }

    private static CompositeAnswer answer(String inserts, String query) {
        return new JsonMapper()
                .readValue("{\"compositeResponse\":[" + inserts + "," + query + "]}", CompositeAnswer.class);
    }

    private static String items(String... items) {
        return part("[" + String.join(",", items) + "]");
    }

    private static String refusal(String code, String message) {
        return "{\"success\":false,\"errors\":[{\"statusCode\":\"%s\",\"message\":\"%s\",\"fields\":[\"Subject\"]}]}"
                .formatted(code, message);
    }

    private String found(int count) {
        String records = cases.subList(0, count).stream()
                .map(each -> "{\"Id\":\"500A\",\"CaseNumber\":\"00000001\",\"%s\":\"%s\"}"
                        .formatted(EXTERNAL_ID, each.correlationId()))
                .collect(Collectors.joining(","));
        return part("{\"totalSize\":%d,\"done\":true,\"records\":[%s]}".formatted(count, records));
    }

    private static String part(String body) {
        return "{\"body\":%s,\"httpHeaders\":{},\"httpStatusCode\":200,\"referenceId\":\"part\"}".formatted(body);
    }

    private static void assertTrouble(String code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        SalesforceTrouble.class,
                        trouble -> assertThat(trouble.code()).isEqualTo(code));
    }
}
