package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.faults.Stats.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /composite}: up to 25 requests in one call, which count as one API call. They run in their order, so
 * {@code collateSubrequests} has no effect here.
 */
@Component
class Composite {

    private static final String PATH = "/composite";
    private static final ApiResponse ROLLED_BACK = ApiResponse.error(
            400,
            "PROCESSING_HALTED",
            "The transaction was rolled back since another operation in the same transaction failed.");

    private final TransactionTemplate transaction;
    private final JsonMapper json;

    Composite(TransactionTemplate transaction, JsonMapper json) {
        this.transaction = transaction;
        this.json = json;
    }

    private record PartResponse(
            @Nullable Object body, Map<String, String> httpHeaders, int httpStatusCode, String referenceId) {}

    /** @param router handles each part */
    ApiResponse handle(ApiRequest request, Function<ApiRequest, ApiResponse> router) {
        List<Subrequest> parts = Subrequest.readAll(request.json());
        boolean allOrNone = request.json().path("allOrNone").asBoolean(false);
        List<ApiResponse> partResponses = allOrNone ? allOrNone(parts, router) : each(parts, router);
        List<PartResponse> responses = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            ApiResponse response = partResponses.get(i);
            responses.add(new PartResponse(
                    response.body(),
                    response.headers(),
                    response.status(),
                    parts.get(i).referenceId()));
        }
        Tally tally = partResponses.stream().map(ApiResponse::tally).reduce(Tally.NONE, Tally::plus);
        return new ApiResponse(200, Map.of(), Map.of("compositeResponse", responses), tally);
    }

    private List<ApiResponse> each(List<Subrequest> parts, Function<ApiRequest, ApiResponse> router) {
        References references = new References();
        return parts.stream().map(part -> run(part, references, false, router)).toList();
    }

    /** Stops at the first part that fails; only this part keeps its response. */
    private List<ApiResponse> allOrNone(List<Subrequest> parts, Function<ApiRequest, ApiResponse> router) {
        return transaction.execute(status -> {
            References references = new References();
            List<ApiResponse> partResponses = new ArrayList<>();
            for (Subrequest part : parts) {
                ApiResponse response = run(part, references, true, router);
                if (response.isFailure() || response.tally().refused() > 0) {
                    status.setRollbackOnly();
                    return rolledBack(parts.size(), partResponses.size(), response);
                }
                partResponses.add(response);
            }
            return partResponses;
        });
    }

    private static List<ApiResponse> rolledBack(int parts, int failedPart, ApiResponse response) {
        List<ApiResponse> partResponses = new ArrayList<>(Collections.nCopies(parts, ROLLED_BACK));
        partResponses.set(failedPart, response);
        return partResponses;
    }

    private ApiResponse run(
            Subrequest part, References references, boolean allOrNone, Function<ApiRequest, ApiResponse> router) {
        ApiResponse response = respond(part, references, allOrNone, router);
        references.add(part.referenceId(), json.valueToTree(response.body()));
        return response;
    }

    private static ApiResponse respond(
            Subrequest part, References references, boolean allOrNone, Function<ApiRequest, ApiResponse> router) {
        ApiRequest request;
        try {
            request = part.resolved(references);
        } catch (ApiException e) {
            return ApiResponse.of(e);
        }
        if (request.path().equals(PATH)) {
            return ApiResponse.error(400, "INVALID_INPUT", "A composite request cannot be part of another one");
        }
        if (allOrNone
                && request.body() instanceof ObjectNode body
                && request.path().startsWith(PATH)) {
            body.put("allOrNone", true);
        }
        return router.apply(request);
    }
}
