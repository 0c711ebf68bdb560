package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.CaseStore;
import io.caseline.sandbox.cases.CaseWrites;
import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.FaultBoard;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** One record at a time: {@code /sobjects/Case}. */
@Component
class SingleRecords {

    private final CaseStore store;
    private final CaseWrites writes;
    private final FaultBoard faults;

    SingleRecords(CaseStore store, CaseWrites writes, FaultBoard faults) {
        this.store = store;
        this.writes = writes;
        this.faults = faults;
    }

    Answer create(ApiRequest request) {
        Draft draft = faults.spoil(Draft.read(request.json()));
        RecordResult result = writes.insert(List.of(draft), false).getFirst();
        return created(request, result, false);
    }

    Answer get(ApiRequest request) {
        return found(request, existing(request.variable("id")));
    }

    Answer getByExternalId(ApiRequest request) {
        return found(request, byExternalId(request));
    }

    Answer update(ApiRequest request) {
        String id = existing(request.variable("id"));
        Draft draft = faults.spoil(draftWithout(CaseField.ID, request)).with(CaseField.ID, id);
        return switch (writes.update(List.of(draft), false).getFirst()) {
            case Saved saved -> new Answer(204, Map.of(), null, SaveResults.tally(saved));
            case Refused refused -> Answer.refused(400, refused.errors(), SaveResults.tally(refused));
        };
    }

    Answer upsert(ApiRequest request) {
        requireExternalId(request);
        Draft draft = faults.spoil(draftWithout(CaseField.CORRELATION_ID, request));
        Draft whole = draft.with(CaseField.CORRELATION_ID, request.variable("value"));
        return created(request, writes.upsert(List.of(whole), false).getFirst(), true);
    }

    private static Answer created(ApiRequest request, RecordResult result, boolean upsert) {
        return switch (result) {
            case Saved saved ->
                new Answer(
                        saved.created() ? 201 : 200,
                        Map.of("Location", RecordJson.url(request.version(), saved.id())),
                        SaveResults.of(saved, upsert),
                        SaveResults.tally(saved));
            case Refused refused -> Answer.refused(400, refused.errors(), SaveResults.tally(refused));
        };
    }

    private Answer found(ApiRequest request, String id) {
        List<CaseField> fields = FieldNames.parse(request.query().get("fields"));
        CaseRow row = store.byId(List.of(id), fields).get(id);
        if (row == null) {
            throw ApiException.notFound();
        }
        return Answer.ok(RecordJson.of(request.version(), id, row, fields));
    }

    private String existing(String id) {
        String normal = CaseId.normal(id).orElseThrow(() -> noSuchField(id));
        if (store.byId(List.of(normal), List.of()).isEmpty()) {
            throw ApiException.notFound();
        }
        return normal;
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

    /** What the URL says already, the body must not say again. */
    private static Draft draftWithout(CaseField field, ApiRequest request) {
        Draft draft = Draft.read(request.json());
        if (draft.values().containsKey(field)) {
            throw ApiException.badRequest(
                    "INVALID_FIELD",
                    "The %s field should not be specified in the sobject data.".formatted(field.apiName()));
        }
        return draft;
    }

    private static ApiException noSuchField(String name) {
        return new ApiException(
                404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + name);
    }
}
