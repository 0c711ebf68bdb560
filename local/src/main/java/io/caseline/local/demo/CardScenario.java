package io.caseline.local.demo;

import io.caseline.local.demo.CardSample.Expected;
import io.caseline.local.demo.CardSample.Then;
import io.caseline.local.demo.Partner.Answer;
import io.caseline.local.demo.Row.Kind;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The association of a teller's card, and further requests after it. */
final class CardScenario implements Scenario {

    private static final String PATH = "/retailer/user/associate";

    private final CardSample sample;
    private final CardIds ids;
    private final String token;

    CardScenario(CardSample sample, CardIds ids, String token) {
        this.sample = sample;
        this.ids = ids;
        this.token = token;
    }

    @Override
    public int length() {
        return 1 + then().size();
    }

    @Override
    public List<Row> run(Partner partner) throws IOException, InterruptedException {
        String requestId = Objects.requireNonNullElse(sample.requestId(), freshRequestId());
        ObjectNode body = body();
        Answer first = send(partner, requestId, body);
        List<Row> rows = new ArrayList<>();
        Row firstRow = row(sample.what(), first, sample.expect());
        rows.add(number(first).equals("0") ? checkStatus(partner, requestId, first, firstRow) : firstRow);
        for (Then next : then()) {
            Answer answer = send(partner, next.same() ? requestId : freshRequestId(), body);
            Row row = row(sample.what() + ", " + next.what(), answer, next.expect());
            boolean differs = next.same() && !answer.body().equals(first.body());
            rows.add(differs ? row.withOtherFirst(number(first)) : row);
        }
        return rows;
    }

    /** The status of an associated card is the same as the response to the request. */
    private Row checkStatus(Partner partner, String requestId, Answer first, Row row)
            throws IOException, InterruptedException {
        Answer status =
                partner.get(PATH + "/" + first.text("/metadata/responseId"), headers(requestId), answer -> false);
        return status.body().equals(first.body())
                ? row
                : row.withMismatch("its status: %d %s".formatted(status.status(), sentence(status)));
    }

    private List<Then> then() {
        return Objects.requireNonNullElse(sample.then(), List.of());
    }

    private static String freshRequestId() {
        return "till-" + UUID.randomUUID();
    }

    private Answer send(Partner partner, String requestId, ObjectNode body) throws IOException, InterruptedException {
        return partner.post(PATH, headers(requestId), body.toString(), answer -> answer.status() == 202);
    }

    private Map<String, String> headers(String requestId) {
        Map<String, String> headers = new HashMap<>(Map.of("Authorization", "bearer " + token));
        if (!requestId.isEmpty()) {
            headers.put("X-GD-RequestId", requestId);
        }
        return headers;
    }

    private ObjectNode body() {
        ObjectNode body = Samples.JSON.createObjectNode();
        body.putObject("metadata")
                .put("merchantId", sample.merchant())
                .put("registerId", "01")
                .put(
                        "requestDateTime",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("storeId", sample.store())
                .put("userId", ids.tellerId());
        switch (sample.by()) {
            case IDENTIFIER ->
                body.put("accountNumber", "")
                        .put("accountIdentifier", ids.accountId().toString());
            case NUMBER -> body.put("accountNumber", ids.cardNumber());
            case REGISTRATION -> body.put("accountNumber", ids.registrationId());
        }
        if (sample.change() != null) {
            patch(body, sample.change());
        }
        return body;
    }

    /** RFC 7396. */
    private static void patch(ObjectNode target, ObjectNode change) {
        for (Map.Entry<String, JsonNode> entry : change.properties()) {
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner
                    && target.get(entry.getKey()) instanceof ObjectNode known) {
                patch(known, inner);
            } else {
                target.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private Row row(String what, Answer answer, Expected expected) {
        List<String> mismatches = new ArrayList<>();
        if (answer.status() != 200) {
            mismatches.add("HTTP %d instead of 200".formatted(answer.status()));
        }
        if (!number(answer).equals(Integer.toString(expected.code()))) {
            mismatches.add("code %s instead of %d".formatted(number(answer), expected.code()));
        }
        if (!sentence(answer).equals(expected.sentence())) {
            mismatches.add("\"%s\" instead of \"%s\"".formatted(sentence(answer), expected.sentence()));
        }
        return new Row(
                "card %s: %s".formatted(sample.merchant(), what),
                "%d %s".formatted(answer.status(), sentence(answer)),
                number(answer),
                number(answer).equals("0") ? Kind.CARD_ASSOCIATED : Kind.CARD_REFUSED,
                answer.took(),
                mismatches);
    }

    private static String number(Answer answer) {
        return answer.text("/metadata/responseCode");
    }

    private static String sentence(Answer answer) {
        return answer.text("/metadata/responseDescription");
    }
}
