package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.store.CaseStore;
import io.caseline.sandbox.store.CaseWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Collections of records: {@code /composite/sobjects}. */
@Component
class RecordCollections {

    private static final int MAX_WRITTEN = 200;
    private static final int MAX_READ = 2000;

    private final CaseStore store;
    private final CaseWrites writes;
    private final ActiveFaults faults;

    RecordCollections(CaseStore store, CaseWrites writes, ActiveFaults faults) {
        this.store = store;
        this.writes = writes;
        this.faults = faults;
    }

    ApiResponse insert(ApiRequest request) {
        List<RecordResult> results = writes.insert(inputs(request), allOrNone(request));
        boolean omit = !results.isEmpty() && faults.takeOmitResult();
        return SaveResults.respond(omit ? results.subList(0, results.size() - 1) : results, false);
    }

    ApiResponse update(ApiRequest request) {
        return SaveResults.respond(writes.update(inputs(request), allOrNone(request)), false);
    }

    ApiResponse upsert(ApiRequest request) {
        String field = request.variable("field");
        if (CaseField.named(field).filter(CaseField::isExternalId).isEmpty()) {
            throw ApiException.badRequest(
                    "INVALID_FIELD", "Field name provided, %s does not match an External ID for Case".formatted(field));
        }
        return SaveResults.respond(writes.upsert(inputs(request), allOrNone(request)), true);
    }

    /** Reads records in the order of their ids, with null for an unknown id. */
    ApiResponse read(ApiRequest request) {
        return read(
                request, texts(request.json().path("ids")), texts(request.json().path("fields")));
    }

    ApiResponse readByUrl(ApiRequest request) {
        return read(
                request,
                List.of(request.query().getOrDefault("ids", "").split(",", -1)),
                List.of(request.query().getOrDefault("fields", "").split(",", -1)));
    }

    private ApiResponse read(ApiRequest request, List<String> ids, List<String> names) {
        if (ids.size() > MAX_READ) {
            throw tooMany(MAX_READ);
        }
        List<CaseField> fields = FieldNames.parse(names);
        List<String> normalizedIds =
                ids.stream().map(id -> CaseId.normalize(id.strip()).orElse(id)).toList();
        Map<String, CaseRow> rows = store.byId(normalizedIds, fields);
        List<@Nullable Object> records = new ArrayList<>();
        for (String id : normalizedIds) {
            CaseRow row = rows.get(id);
            records.add(row == null ? null : RecordJson.of(request.version(), id, row, fields));
        }
        return ApiResponse.ok(records);
    }

    private List<RecordInput> inputs(ApiRequest request) {
        JsonNode records = request.json().path("records");
        if (!records.isArray()) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "The request has no list of records");
        }
        if (records.size() > MAX_WRITTEN) {
            throw tooMany(MAX_WRITTEN);
        }
        return faults.addErrors(
                records.values().stream().map(RecordInput::readOfType).toList());
    }

    private static boolean allOrNone(ApiRequest request) {
        return request.json().path("allOrNone").asBoolean(false);
    }

    private static List<String> texts(JsonNode list) {
        if (!list.isArray()) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "The request needs a list of ids and a list of fields");
        }
        return list.values().stream().map(text -> text.asString("")).toList();
    }

    private static ApiException tooMany(int max) {
        return ApiException.badRequest(
                "EXCEEDED_ID_LIMIT",
                "record limit reached. cannot submit more than %d records into this call".formatted(max));
    }
}
