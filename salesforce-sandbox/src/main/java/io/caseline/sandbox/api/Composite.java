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
 * {@code /composite}: up to 25 requests in one call, which counts as one. They run in their order, so
 * {@code collateSubrequests} changes nothing here.
 */
@Component
class Composite {

    private static final String PATH = "/composite";
    private static final Answer ROLLED_BACK = Answer.error(
            400,
            "PROCESSING_HALTED",
            "The transaction was rolled back since another operation in the same transaction failed.");

    private final TransactionTemplate transaction;
    private final JsonMapper json;

    Composite(TransactionTemplate transaction, JsonMapper json) {
        this.transaction = transaction;
        this.json = json;
    }

    private record Response(
            @Nullable Object body, Map<String, String> httpHeaders, int httpStatusCode, String referenceId) {}

    /** @param resources what answers one request */
    Answer answer(ApiRequest request, Function<ApiRequest, Answer> resources) {
        List<Subrequest> parts = Subrequest.readAll(request.json());
        boolean allOrNone = request.json().path("allOrNone").asBoolean(false);
        List<Answer> answers = allOrNone ? allOrNone(parts, resources) : each(parts, resources);
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Answer answer = answers.get(i);
            responses.add(new Response(
                    answer.body(),
                    answer.headers(),
                    answer.status(),
                    parts.get(i).referenceId()));
        }
        Tally tally = answers.stream().map(Answer::tally).reduce(Tally.NONE, Tally::plus);
        return new Answer(200, Map.of(), Map.of("compositeResponse", responses), tally);
    }

    private List<Answer> each(List<Subrequest> parts, Function<ApiRequest, Answer> resources) {
        References references = new References();
        return parts.stream()
                .map(part -> run(part, references, false, resources))
                .toList();
    }

    /** Stops at the first part that fails, which alone keeps its answer. */
    private List<Answer> allOrNone(List<Subrequest> parts, Function<ApiRequest, Answer> resources) {
        return transaction.execute(status -> {
            References references = new References();
            List<Answer> answers = new ArrayList<>();
            for (Subrequest part : parts) {
                Answer answer = run(part, references, true, resources);
                if (answer.isFailure() || answer.tally().refused() > 0) {
                    status.setRollbackOnly();
                    return undone(parts.size(), answers.size(), answer);
                }
                answers.add(answer);
            }
            return answers;
        });
    }

    private static List<Answer> undone(int parts, int culprit, Answer answer) {
        List<Answer> answers = new ArrayList<>(Collections.nCopies(parts, ROLLED_BACK));
        answers.set(culprit, answer);
        return answers;
    }

    private Answer run(
            Subrequest part, References references, boolean allOrNone, Function<ApiRequest, Answer> resources) {
        Answer answer = answer(part, references, allOrNone, resources);
        references.add(part.referenceId(), json.valueToTree(answer.body()));
        return answer;
    }

    private static Answer answer(
            Subrequest part, References references, boolean allOrNone, Function<ApiRequest, Answer> resources) {
        ApiRequest request;
        try {
            request = part.resolved(references);
        } catch (ApiException e) {
            return Answer.of(e);
        }
        if (request.path().equals(PATH)) {
            return Answer.error(400, "INVALID_INPUT", "A composite request cannot be part of another one");
        }
        if (allOrNone
                && request.body() instanceof ObjectNode body
                && request.path().startsWith(PATH)) {
            body.put("allOrNone", true);
        }
        return resources.apply(request);
    }
}
