package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.CaseStore;
import io.caseline.sandbox.cases.CaseWrites;
import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.faults.FaultBoard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Many records at a time: {@code /composite/sobjects}. */
@Component
class RecordCollections {

    private static final int MAX_WRITTEN = 200;
    private static final int MAX_READ = 2000;

    private final CaseStore store;
    private final CaseWrites writes;
    private final FaultBoard faults;

    RecordCollections(CaseStore store, CaseWrites writes, FaultBoard faults) {
        this.store = store;
        this.writes = writes;
        this.faults = faults;
    }

    Answer insert(ApiRequest request) {
        List<RecordResult> results = writes.insert(drafts(request), allOrNone(request));
        boolean omit = !results.isEmpty() && faults.takeOmission();
        return SaveResults.answer(omit ? results.subList(0, results.size() - 1) : results, false);
    }

    Answer update(ApiRequest request) {
        return SaveResults.answer(writes.update(drafts(request), allOrNone(request)), false);
    }

    Answer upsert(ApiRequest request) {
        String field = request.variable("field");
        if (CaseField.named(field).filter(CaseField::isExternalId).isEmpty()) {
            throw ApiException.badRequest(
                    "INVALID_FIELD", "Field name provided, %s does not match an External ID for Case".formatted(field));
        }
        return SaveResults.answer(writes.upsert(drafts(request), allOrNone(request)), true);
    }

    /** The records of some ids, in their order, with null for an id that there is not. */
    Answer read(ApiRequest request) {
        return read(
                request, texts(request.json().path("ids")), texts(request.json().path("fields")));
    }

    Answer readByUrl(ApiRequest request) {
        return read(
                request,
                List.of(request.query().getOrDefault("ids", "").split(",", -1)),
                List.of(request.query().getOrDefault("fields", "").split(",", -1)));
    }

    private Answer read(ApiRequest request, List<String> ids, List<String> names) {
        if (ids.size() > MAX_READ) {
            throw tooMany(MAX_READ);
        }
        List<CaseField> fields = FieldNames.parse(names);
        List<String> normal =
                ids.stream().map(id -> CaseId.normal(id.strip()).orElse(id)).toList();
        Map<String, CaseRow> rows = store.byId(normal, fields);
        List<@Nullable Object> records = new ArrayList<>();
        for (String id : normal) {
            CaseRow row = rows.get(id);
            records.add(row == null ? null : RecordJson.of(request.version(), id, row, fields));
        }
        return Answer.ok(records);
    }

    private List<Draft> drafts(ApiRequest request) {
        JsonNode records = request.json().path("records");
        if (!records.isArray()) {
            throw ApiException.badRequest("JSON_PARSER_ERROR", "The request has no list of records");
        }
        if (records.size() > MAX_WRITTEN) {
            throw tooMany(MAX_WRITTEN);
        }
        return faults.spoil(records.values().stream().map(Draft::readOfType).toList());
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
