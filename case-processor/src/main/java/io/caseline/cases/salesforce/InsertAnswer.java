package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceApi.CompositeAnswer;
import io.caseline.cases.salesforce.SalesforceApi.PartAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the answer to an {@link InsertCall} means.
 *
 * <p>The query is the truth: a correlation id that it finds has its case, whatever the insert said of it (success, or
 * {@code DUPLICATE_VALUE} because an earlier call had made it). For the others the item's error decides.
 *
 * <p>When more than half of the records, and at least five, are refused with one and the same code, the org is the
 * culprit, say a new required field, and no case fails. This holds only for codes that can come from the org's set-up:
 * a partner who sends 200 bad e-mail addresses ({@link ErrorKind#DATA}) must not stop everybody else.
 */
final class InsertAnswer {
    private static final int FEWEST_FOR_MAJORITY = 5;

    private InsertAnswer() {}

    /**
     * @return a result for each of the cases
     * @throws SalesforceTrouble if the answer says that the org is in trouble, or does not say enough
     */
    static Map<UUID, InsertResult> read(List<NewCase> cases, CompositeAnswer answer, String externalIdField) {
        List<PartAnswer> parts = parts(answer, cases.size());
        Map<String, Created> found = found(parts.getLast(), externalIdField);
        List<JsonNode> items = items(parts.subList(0, parts.size() - 1));
        if (items.size() != cases.size()) {
            throw new SalesforceTrouble("RESULTS_MISSING");
        }
        Map<UUID, InsertResult> results = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            UUID id = cases.get(i).correlationId();
            Created created = found.get(id.toString());
            results.put(id, created == null ? refusal(items.get(i), externalIdField) : created);
        }
        checkMajority(results);
        return results;
    }

    private static List<PartAnswer> parts(CompositeAnswer answer, int cases) {
        List<PartAnswer> parts = new ArrayList<>();
        if (answer.compositeResponse() != null) {
            answer.compositeResponse().forEach(part -> parts.add(checked(part)));
        }
        if (parts.size() != (cases + InsertCall.PART_SIZE - 1) / InsertCall.PART_SIZE + 1) {
            throw new SalesforceTrouble("RESULTS_MISSING");
        }
        return parts;
    }

    private static PartAnswer checked(@Nullable PartAnswer part) {
        if (part == null || part.body() == null) {
            throw new SalesforceTrouble("RESULTS_MISSING");
        }
        if (part.httpStatusCode() / 100 != 2) {
            String code = part.body().path(0).path("errorCode").asString("");
            throw new SalesforceTrouble(code.isEmpty() ? "HTTP_" + part.httpStatusCode() : code);
        }
        return part;
    }

    private static Map<String, Created> found(PartAnswer query, String externalIdField) {
        JsonNode body = body(query);
        if (!body.path("done").asBoolean(false) || !body.path("records").isArray()) {
            throw new SalesforceTrouble("RESULTS_MISSING");
        }
        Map<String, Created> found = new HashMap<>();
        for (JsonNode record : body.path("records")) {
            found.put(
                    record.path(externalIdField).asString(""),
                    new Created(
                            record.path("Id").asString(),
                            record.path("CaseNumber").asString()));
        }
        return found;
    }

    private static List<JsonNode> items(List<PartAnswer> inserts) {
        return inserts.stream()
                .flatMap(part -> StreamSupport.stream(body(part).spliterator(), false))
                .toList();
    }

    private static InsertResult refusal(JsonNode item, String externalIdField) {
        if (item.path("success").asBoolean(false)) {
            throw new SalesforceTrouble("CASE_NOT_VISIBLE");
        }
        JsonNode error = item.path("errors").path(0);
        String code = error.path("statusCode").asString("");
        if (code.isEmpty()) {
            throw new SalesforceTrouble("RESULTS_MISSING");
        }
        if (code.equals("DUPLICATE_VALUE") && error.path("message").asString("").contains(externalIdField)) {
            // It is there, but the query does not see it: this user may not read every case
            throw new SalesforceTrouble("CASE_NOT_VISIBLE");
        }
        List<String> fields = StreamSupport.stream(error.path("fields").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        return switch (ErrorKind.of(code)) {
            case DATA, REFUSED -> new Refused(code, fields);
            case BUSY -> new Busy(code, fields);
            case ORG -> throw new SalesforceTrouble(code);
        };
    }

    private static void checkMajority(Map<UUID, InsertResult> results) {
        Map<String, Long> refusals = results.values().stream()
                .filter(Refused.class::isInstance)
                .map(result -> ((Refused) result).code())
                .filter(code -> ErrorKind.of(code) == ErrorKind.REFUSED)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        refusals.forEach((code, count) -> {
            if (count >= FEWEST_FOR_MAJORITY && 2 * count > results.size()) {
                throw new SalesforceTrouble(code);
            }
        });
    }

    private static JsonNode body(PartAnswer part) {
        return Objects.requireNonNull(part.body());
    }
}
