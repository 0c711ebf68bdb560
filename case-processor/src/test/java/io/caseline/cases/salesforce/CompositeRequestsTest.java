package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.SalesforceApi.CompositeRequest;
import io.caseline.cases.salesforce.SalesforceApi.Subrequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompositeRequestsTest {

    @Test
    void up_to_800_cases_go_in_one_call_in_parts_of_200_with_one_query() {
        List<NewCase> cases = Stream.generate(() -> new NewCase(UUID.randomUUID(), Map.of("Subject", "Help")))
                .limit(450)
                .toList();

        CompositeRequest request = CompositeRequests.inserts(cases, settings(), ",Status");

        assertThat(request.compositeRequest())
                .extracting(Subrequest::referenceId)
                .containsExactly("insert0", "insert1", "insert2", "query");
        JsonNode last = new JsonMapper().valueToTree(request.compositeRequest().get(2));
        assertThat(last.path("body").path("records").size()).isEqualTo(50);
        assertThat(last.path("body").path("records").path(49))
                .isEqualTo(new JsonMapper()
                        .readTree("{\"attributes\":{\"type\":\"Case\"},\"Subject\":\"Help\",\"Correlation__c\":\"%s\"}"
                                .formatted(cases.getLast().correlationId())));
        String query = URLDecoder.decode(request.compositeRequest().get(3).url(), StandardCharsets.UTF_8);
        assertThat(query)
                .startsWith(
                        "/services/data/v62.0/query?q=SELECT Id,CaseNumber,CreatedDate,Correlation__c,Status FROM Case WHERE"
                                + " Correlation__c IN ('" + cases.getFirst().correlationId() + "',");
    }

    /** Salesforce takes {@code @{name}} in a composite request for a reference, and halts the part over an unknown one. */
    @Test
    void a_customers_text_is_never_a_reference() {
        NewCase asking = new NewCase(UUID.randomUUID(), Map.of("Subject", "What is @{insert0[0].id}?"));
        JsonNode part = new JsonMapper()
                .valueToTree(CompositeRequests.inserts(List.of(asking), settings(), "")
                        .compositeRequest()
                        .getFirst());
        assertThat(part.path("body").path("records").path(0).path("Subject").asString())
                .isEqualTo("What is @ {insert0[0].id}?");
    }

    private static SalesforceSettings settings() {
        return Settings.of(Map.of("external-id-field", "Correlation__c", "records-per-call", "800"));
    }
}
