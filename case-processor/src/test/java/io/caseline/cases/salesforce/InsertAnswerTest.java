package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeAnswer;
import java.util.Collections;
import java.util.List;
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
    @ValueSource(strings = {"INVALID_FIELD", "INSUFFICIENT_ACCESS_OR_READONLY", "STORAGE_LIMIT_EXCEEDED"})
    void a_code_of_the_org_is_trouble_for_all(String code) {
        assertTrouble(code, () -> read(2, items(SUCCESS, refusal(code, "")), found(1)));
    }

    @Test
    void a_case_that_exists_but_is_not_seen_is_trouble() {
        assertTrouble("CASE_NOT_VISIBLE", () -> read(1, items(SUCCESS), found(0)));
        String duplicate = refusal("DUPLICATE_VALUE", "duplicate value found: " + EXTERNAL_ID + " duplicates value");
        assertTrouble("CASE_NOT_VISIBLE", () -> read(1, items(duplicate), found(0)));
    }

    @Test
    void a_duplicate_of_another_unique_field_is_refused() {
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: Other__c")), found(0)))
                .containsExactly(new Refused("DUPLICATE_VALUE", List.of("Subject")));
    }

    @Test
    void most_records_refused_alike_are_trouble() {
        String[] refusals =
                Collections.nCopies(5, refusal("REQUIRED_FIELD_MISSING", "")).toArray(String[]::new);
        assertTrouble("REQUIRED_FIELD_MISSING", () -> read(5, items(refusals), found(0)));
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
        assertTrouble("RESULTS_MISSING", () -> read(1, items("{\"success\":false,\"errors\":[]}"), found(0)));
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
        CompositeAnswer answer = new JsonMapper()
                .readValue("{\"compositeResponse\":[" + inserts + "," + query + "]}", CompositeAnswer.class);
        return List.copyOf(
                InsertAnswer.read(cases.subList(0, count), answer, EXTERNAL_ID).values());
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
