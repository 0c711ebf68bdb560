package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecord;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class QueryTest extends SandboxTest {

    @BeforeEach
    void fourCases() {
        org.create(Map.of(
                "Subject",
                "Alpha",
                "Status",
                "New",
                "Caseline_Correlation_Id__c",
                "id-1",
                "Caseline_Phone_Type__c",
                1));
        org.create(Map.of("Subject", "beta_1", "Status", "Closed", "Caseline_Correlation_Id__c", "ID-2"));
        org.create(Map.of("Subject", "it's 100% \\ fine", "Status", "New", "Priority", "High"));
        org.create(Map.of("Status", "Working", "Description", "no subject", "Caseline_Phone_Type__c", 3));
    }

    @Test
    void a_response_has_its_size_and_records_with_the_requested_fields() {
        JsonNode response = org.query("select id, SUBJECT from case where Subject = 'ALPHA'")
                .json();

        assertThat(response.propertyNames()).containsExactly("totalSize", "done", "records");
        assertThat(response.path("totalSize").asInt()).isEqualTo(1);
        assertThat(response.path("done").asBoolean()).isTrue();
        JsonNode record = response.path("records").path(0);
        assertThat(record.propertyNames()).containsExactly("attributes", "Id", "Subject");
        assertThat(record.path("attributes").path("url").asString())
                .isEqualTo(DATA + "/sobjects/Case/" + record.path("Id").asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            Status = 'New'                                              | 2
            status = 'new'                                              | 2
            Status != 'New'                                             | 2
            Status <> 'New'                                             | 2
            Subject != 'alpha'                                          | 3
            Subject = null                                              | 1
            Subject = ''                                                | 1
            Subject != NULL                                             | 3
            Status IN ('New', 'closed')                                 | 3
            Status NOT IN ('New', 'Closed')                             | 1
            Subject NOT IN ('alpha')                                    | 3
            Caseline_Correlation_Id__c IN ('ID-1', 'id-2', 'id-3')      | 2
            Subject LIKE 'al%'                                          | 1
            Subject LIKE '%A%'                                          | 2
            Subject LIKE 'beta_1'                                       | 1
            Subject LIKE 'beta\\_1'                                     | 1
            Subject LIKE '%\\_%'                                        | 1
            Subject LIKE '%\\%%'                                        | 1
            Subject LIKE '%\\\\%'                                       | 1
            Subject LIKE '_lpha'                                        | 1
            Subject = 'it\\'s 100% \\\\ fine'                           | 1
            Status = 'New' AND Priority = 'High'                        | 1
            Status = 'New' OR Status = 'Working'                        | 3
            (Status = 'New' OR Status = 'Working') AND Priority = 'Medium' | 2
            NOT Status = 'New'                                          | 2
            NOT (Status = 'New' OR Subject LIKE 'b%')                   | 1
            IsClosed = true                                             | 1
            IsClosed = FALSE                                            | 3
            Caseline_Phone_Type__c > 1                                  | 1
            Caseline_Phone_Type__c >= 1.0                               | 2
            Caseline_Phone_Type__c < 3                                  | 1
            Caseline_Phone_Type__c <= 3                                 | 2
            CreatedDate > 2020-01-01T00:00:00Z                          | 4
            CreatedDate < 2020-01-01T00:00:00.000+01:00                 | 0
            Subject > 'alpha' AND Subject < 'c'                         | 1
            Subject = '🙂'                                              | 0
            """)
    void a_filter_finds_what_salesforce_would_find(String filter, int count) {
        Response response = org.query("SELECT Id FROM Case WHERE " + filter);

        assertThat(response.status()).as(response.text()).isEqualTo(200);
        assertThat(response.json().path("totalSize").asInt()).isEqualTo(count);
        assertThat(org.query("SELECT COUNT() FROM Case WHERE " + filter)
                        .json()
                        .path("totalSize")
                        .asInt())
                .isEqualTo(count);
    }

    @Test
    void an_id_is_found_with_15_or_18_characters() {
        String id = org.query("SELECT Id FROM Case LIMIT 1")
                .json()
                .path("records")
                .path(0)
                .path("Id")
                .asString();

        assertThat(org.query("SELECT Id FROM Case WHERE Id = '" + id.substring(0, 15) + "'")
                        .json()
                        .path("totalSize")
                        .asInt())
                .isEqualTo(1);
        assertThat(org.query("SELECT Id FROM Case WHERE Id IN ('" + id + "')")
                        .json()
                        .path("totalSize")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void records_are_in_the_requested_order() {
        assertThat(subjects("ORDER BY Subject")).containsExactly("", "Alpha", "beta_1", "it's 100% \\ fine");
        assertThat(subjects("ORDER BY Subject DESC NULLS LAST"))
                .containsExactly("it's 100% \\ fine", "beta_1", "Alpha", "");
        assertThat(subjects("ORDER BY Status ASC NULLS FIRST, Subject DESC"))
                .containsExactly("beta_1", "it's 100% \\ fine", "Alpha", "");
        assertThat(subjects("ORDER BY CaseNumber DESC LIMIT 2")).containsExactly("", "it's 100% \\ fine");
        assertThat(subjects("ORDER BY CaseNumber LIMIT 2 OFFSET 1")).containsExactly("beta_1", "it's 100% \\ fine");
        assertThat(subjects("LIMIT 0")).isEmpty();
    }

    @Test
    void more_than_two_thousand_records_are_returned_in_pages() {
        for (int call = 0; call < 12; call++) {
            List<Map<String, Object>> records = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                records.add(caseRecord("many", "many-%d-%d".formatted(call, i)));
            }
            org.post(DATA + "/composite/sobjects", collection(records));
        }

        JsonNode first = org.query("SELECT Id FROM Case WHERE Subject = 'many' ORDER BY CaseNumber")
                .json();
        assertThat(first.path("totalSize").asInt()).isEqualTo(2400);
        assertThat(first.path("done").asBoolean()).isFalse();
        assertThat(first.path("records").size()).isEqualTo(2000);
        String next = first.path("nextRecordsUrl").asString();
        assertThat(next).matches(DATA + "/query/01g\\w{15}-2000");

        JsonNode second = org.get(next).json();
        assertThat(second.path("done").asBoolean()).isTrue();
        assertThat(second.path("records").size()).isEqualTo(400);
        assertThat(second.has("nextRecordsUrl")).isFalse();
        Set<String> ids = new HashSet<>();
        first.path("records").forEach(record -> ids.add(record.path("Id").asString()));
        second.path("records").forEach(record -> ids.add(record.path("Id").asString()));
        assertThat(ids).hasSize(2400);
    }

    @Test
    void an_unknown_locator_is_refused() {
        assertError(
                org.get(DATA + "/query/01g000000000000999-2000"),
                400,
                "INVALID_QUERY_LOCATOR",
                "invalid query locator");
        assertError(org.get(DATA + "/query/nonsense"), 400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    @Test
    void a_missing_or_invalid_query_is_malformed() {
        assertError(org.get(DATA + "/query"), 400, "MALFORMED_QUERY", "A query string has to be specified");
        assertError(org.get(DATA + "/query?q=%25zz%25"), 400, "MALFORMED_QUERY", "unexpected token: '%'");
    }

    @Test
    void a_uri_over_16384_bytes_is_too_long() {
        String soql = "SELECT Id FROM Case WHERE Subject = '" + "x".repeat(16_384) + "'";

        assertThat(org.query(soql).status()).isEqualTo(414);
        assertThat(org.query(soql.replace("x".repeat(10_000), "")).status()).isEqualTo(200);
    }

    private List<String> subjects(String tail) {
        JsonNode response = org.query("SELECT Subject FROM Case " + tail).json();
        return response.path("records")
                .valueStream()
                .map(record -> record.path("Subject").asString(""))
                .toList();
    }
}
