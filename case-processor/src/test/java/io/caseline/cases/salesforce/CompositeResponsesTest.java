package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.InsertResult.Exists;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What each answer of Salesforce says of each case. */
class CompositeResponsesTest {
    private static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";
    private static final String SUCCESS = "{\"id\":\"500A\",\"success\":true,\"errors\":[]}";
    private static final Exists CREATED =
            new Exists("500A", "00000001", Instant.parse("2026-01-09T13:25:45Z"), CaseSnapshot.UNKNOWN);

    private final List<NewCase> cases = Stream.generate(() -> new NewCase(UUID.randomUUID(), Map.of()))
            .limit(10)
            .toList();

    @Test
    void the_query_is_the_truth_whatever_the_insert_said() {
        assertThat(read(1, items(SUCCESS), found(1))).containsExactly(CREATED);
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: <unknown>")), found(1)))
                .containsExactly(CREATED);
        assertThat(read(1, items(refusal("INVALID_FIELD", "")), found(1))).containsExactly(CREATED);
    }

    @Test
    void a_refused_record_has_its_code_and_fields_and_says_nothing_of_the_others() {
        assertThat(read(
                        3,
                        items(SUCCESS, refusal("STRING_TOO_LONG", "x"), refusal("UNABLE_TO_LOCK_ROW", "x")),
                        found(1)))
                .containsExactly(CREATED, refused("STRING_TOO_LONG"), refused("UNABLE_TO_LOCK_ROW"));
    }

    @Test
    void a_case_that_was_created_but_is_not_seen_is_not_visible_yet() {
        assertThat(read(1, items(SUCCESS), found(0))).containsExactly(new Refused("CASE_NOT_VISIBLE", List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
                "duplicate value found: caseline_correlation_id__c duplicates value on record with id: 500000000000001",
                ""
            })
    void a_duplicate_that_the_query_does_not_find_is_not_visible_yet(String message) {
        String duplicate = refusal("DUPLICATE_VALUE", message).replace("\"Subject\"", "");

        assertThat(read(1, items(duplicate), found(0))).containsExactly(new Refused("CASE_NOT_VISIBLE", List.of()));
    }

    @Test
    void a_duplicate_of_another_unique_field_is_refused() {
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: Other__c")), found(0)))
                .containsExactly(refused("DUPLICATE_VALUE"));
        assertThat(read(1, items(refusal("DUPLICATE_VALUE", "duplicate value found: <unknown>")), found(0)))
                .containsExactly(refused("DUPLICATE_VALUE"));
    }

    @Test
    void a_name_of_a_field_may_be_spelled_in_another_case() {
        assertThat(CompositeResponses.readInserts(
                                cases.subList(0, 1),
                                answer(items(SUCCESS), found(1)),
                                EXTERNAL_ID.toLowerCase(Locale.ROOT))
                        .values())
                .containsExactly(CREATED);
    }

    @Test
    void a_time_of_creation_that_cannot_be_read_counts_as_a_late_one() {
        assertThat(read(1, items(SUCCESS), found(1).replace("2026-01-09T13:25:45.000+0000", "yesterday")))
                .containsExactly(new Exists("500A", "00000001", Instant.MAX, CaseSnapshot.UNKNOWN));
    }

    @Test
    void an_answer_that_does_not_speak_of_every_record_refuses_the_call_and_cases_may_exist() {
        assertMissing(1, SUCCESS.replace("\"success\":true", "\"success\":false"), found(0));
        assertMissing(2, SUCCESS, found(2));
        assertMissing(1, SUCCESS, found(0).replace("\"done\":true", "\"done\":false"));
        assertThatThrownBy(() -> CompositeResponses.readInserts(cases, new CompositeResponse(null), EXTERNAL_ID))
                .isInstanceOf(CallRefusedException.class);
    }

    private void assertMissing(int records, String item, String query) {
        assertThatThrownBy(() -> read(records, items(item), query))
                .isInstanceOfSatisfying(CallRefusedException.class, e -> {
                    assertThat(e.code()).isEqualTo("RESULTS_MISSING");
                    assertThat(e.caseMayExist()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource({"400, CallRefusedException", "500, SalesforceUnavailableException"})
    void a_part_that_failed_has_its_code_and_cases_may_exist(int status, String exception) {
        String failed = part("[{\"errorCode\":\"MALFORMED_QUERY\",\"message\":\"x\"}]")
                .replace("200", Integer.toString(status));

        assertThatThrownBy(() -> read(1, items(SUCCESS), failed))
                .isInstanceOfSatisfying(SalesforceException.class, e -> {
                    assertThat(e.getClass().getSimpleName()).isEqualTo(exception);
                    assertThat(e.code()).isEqualTo("MALFORMED_QUERY");
                    assertThat(e.caseMayExist()).isTrue();
                });
    }

    private List<InsertResult> read(int count, String inserts, String query) {
        return List.copyOf(CompositeResponses.readInserts(cases.subList(0, count), answer(inserts, query), EXTERNAL_ID)
                .values());
    }

    private static Refused refused(String code) {
        return new Refused(code, List.of("Subject"));
    }

    private static CompositeResponse answer(String inserts, String query) {
        return new JsonMapper()
                .readValue("{\"compositeResponse\":[" + inserts + "," + query + "]}", CompositeResponse.class);
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
                .map(each -> ("{\"Id\":\"500A\",\"CaseNumber\":\"00000001\",\"CreatedDate\":"
                                + "\"2026-01-09T13:25:45.000+0000\",\"%s\":\"%s\"}")
                        .formatted(EXTERNAL_ID, each.correlationId()))
                .collect(Collectors.joining(","));
        return part("{\"totalSize\":%d,\"done\":true,\"records\":[%s]}".formatted(count, records));
    }

    private static String part(String body) {
        return "{\"body\":%s,\"httpHeaders\":{},\"httpStatusCode\":200,\"referenceId\":\"part\"}".formatted(body);
    }
}
