package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.faults.Stats.Tally;
import io.caseline.sandbox.store.CaseStore;
import io.caseline.sandbox.store.CaseWrites;
import io.caseline.sandbox.store.Comments;
import io.caseline.sandbox.store.RecycleBin;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Single records: {@code /sobjects/Case}. */
@Component
class SingleRecords {

    private final CaseStore store;
    private final CaseWrites writes;
    private final RecycleBin recycleBin;
    private final Comments comments;
    private final ActiveFaults faults;

    SingleRecords(CaseStore store, CaseWrites writes, RecycleBin recycleBin, Comments comments, ActiveFaults faults) {
        this.store = store;
        this.writes = writes;
        this.recycleBin = recycleBin;
        this.comments = comments;
        this.faults = faults;
    }

    ApiResponse create(ApiRequest request) {
        RecordInput input = faults.addErrors(RecordInput.read(request.json()));
        RecordResult result = writes.insert(List.of(input), false).getFirst();
        return created(request, result, false);
    }

    ApiResponse get(ApiRequest request) {
        return found(request, existing(request.variable("id")));
    }

    ApiResponse getByExternalId(ApiRequest request) {
        return found(request, byExternalId(request));
    }

    ApiResponse update(ApiRequest request) {
        String id = existing(request.variable("id"));
        RecordInput input =
                faults.addErrors(inputWithout(CaseField.ID, request)).with(CaseField.ID, id);
        return switch (writes.update(List.of(input), false).getFirst()) {
            case Saved saved -> new ApiResponse(204, Map.of(), null, SaveResults.tally(saved));
            case Refused refused -> ApiResponse.refused(400, refused.errors(), SaveResults.tally(refused));
        };
    }

    ApiResponse delete(ApiRequest request) {
        String id = CaseId.normalize(request.variable("id")).orElseThrow(ApiException::notFound);
        return switch (recycleBin.delete(id)) {
            case DONE -> new ApiResponse(204, Map.of(), null, Tally.NONE);
            case WRONG_STATE -> throw new ApiException(404, "ENTITY_IS_DELETED", "entity is deleted");
            case NO_SUCH_CASE, DUPLICATE -> throw ApiException.notFound();
        };
    }

    /** {@code POST /sobjects/CaseComment}. */
    ApiResponse comment(ApiRequest request) {
        String parent = request.json().path("ParentId").asString("");
        String text = request.json().path("CommentBody").asString("").replace("\0", "");
        String id = CaseId.normalize(parent)
                .flatMap(caseId -> comments.add(caseId, text))
                .orElseThrow(() -> ApiException.badRequest(
                        "INVALID_CROSS_REFERENCE_KEY", "Parent Case ID: id value of incorrect type: " + parent));
        return new ApiResponse(
                201,
                Map.of("Location", "/services/data/%s/sobjects/CaseComment/%s".formatted(request.version(), id)),
                new SaveResults.SaveResult(id, true, List.of(), null),
                Tally.NONE);
    }

    ApiResponse upsert(ApiRequest request) {
        requireExternalId(request);
        RecordInput input = faults.addErrors(inputWithout(CaseField.CORRELATION_ID, request));
        RecordInput complete = input.with(CaseField.CORRELATION_ID, request.variable("value"));
        return created(request, writes.upsert(List.of(complete), false).getFirst(), true);
    }

    private static ApiResponse created(ApiRequest request, RecordResult result, boolean upsert) {
        return switch (result) {
            case Saved saved ->
                new ApiResponse(
                        saved.created() ? 201 : 200,
                        Map.of("Location", RecordJson.url(request.version(), saved.id())),
                        SaveResults.of(saved, upsert),
                        SaveResults.tally(saved));
            case Refused refused -> ApiResponse.refused(400, refused.errors(), SaveResults.tally(refused));
        };
    }

    private ApiResponse found(ApiRequest request, String id) {
        List<CaseField> fields = FieldNames.parse(request.query().get("fields"));
        CaseRow row = store.byId(List.of(id), fields).get(id);
        if (row == null) {
            throw ApiException.notFound();
        }
        return ApiResponse.ok(RecordJson.of(request.version(), id, row, fields));
    }

    private String existing(String id) {
        String normalized = CaseId.normalize(id).orElseThrow(() -> noSuchField(id));
        if (store.byId(List.of(normalized), List.of()).isEmpty()) {
            throw ApiException.notFound();
        }
        return normalized;
    }

    private String byExternalId(ApiRequest request) {
        requireExternalId(request);
        return store.idsByCorrelationId(List.of(request.variable("value"))).values().stream()
                .findFirst()
                .orElseThrow(ApiException::notFound);
    }

    private static void requireExternalId(ApiRequest request) {
        String name = request.variable("field");
        if (CaseField.named(name).filter(CaseField::isExternalId).isEmpty()) {
            throw noSuchField(name);
        }
    }

    /** Reads the body, which must not repeat the field that the URL already contains. */
    private static RecordInput inputWithout(CaseField field, ApiRequest request) {
        RecordInput input = RecordInput.read(request.json());
        if (input.values().containsKey(field)) {
            throw ApiException.badRequest(
                    "INVALID_FIELD",
                    "The %s field should not be specified in the sobject data.".formatted(field.apiName()));
        }
        return input;
    }

    private static ApiException noSuchField(String name) {
        return new ApiException(
                404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + name);
    }
}
