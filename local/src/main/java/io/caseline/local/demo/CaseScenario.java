package io.caseline.local.demo;

import io.caseline.local.demo.CaseSample.Expected;
import io.caseline.local.demo.Partner.Answer;
import io.caseline.local.demo.Row.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A customer-care case, from the request to its case number, and for some samples a repeat. */
final class CaseScenario implements Scenario {

    private final CaseSample sample;
    private final Bearers bearers;
    private final String requestId = UUID.randomUUID().toString();

    CaseScenario(CaseSample sample, Bearers bearers) {
        this.sample = sample;
        this.bearers = bearers;
    }

    /** The tokens of the senders of cases. */
    record Bearers(String partner, String stranger) {}

    @Override
    public int length() {
        return sample.twice() ? 2 : 1;
    }

    @Override
    public List<Row> run(Partner partner) throws IOException, InterruptedException {
        Row first = submit(partner, sample.what());
        if (!sample.twice()) {
            return List.of(first);
        }
        Row again = submit(partner, sample.what() + ", repeated");
        return List.of(first, again.number().equals(first.number()) ? again : again.withOtherFirst(first.number()));
    }

    private Row submit(Partner partner, String what) throws IOException, InterruptedException {
        Map<String, String> headers = headers();
        Answer answer = partner.post(
                "/programs/%s/customerCare/cases".formatted(sample.program()),
                headers,
                sample.content(),
                answered -> false);
        Answer outcome = answer.status() == 202 ? awaitOutcome(partner, answer, headers) : answer;
        String state = outcome.text("/status");
        return new Row(
                "case %s: %s".formatted(sample.program(), what),
                words(answer, state),
                number(outcome),
                kind(state),
                answer.took(),
                mismatches(sample.expect(), answer, outcome));
    }

    private static String words(Answer answer, String state) {
        if (state.isEmpty()) {
            return "%d %s".formatted(answer.status(), answer.text("/responseDetails/0/description"));
        }
        return answer.status() == 202 ? "202, then " + state : "%d %s".formatted(answer.status(), state);
    }

    private static Kind kind(String state) {
        return switch (state) {
            case "" -> Kind.CASE_REFUSED;
            case "Created" -> Kind.CASE_CREATED;
            default -> Kind.CASE_FAILED;
        };
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        String id = Objects.requireNonNullElse(sample.requestId(), requestId);
        if (!id.isEmpty()) {
            headers.put("X-GD-RequestId", id);
        }
        switch (Objects.requireNonNullElse(sample.bearer(), CaseSample.Bearer.PARTNER)) {
            case PARTNER -> headers.put("Authorization", "bearer " + bearers.partner());
            case STRANGER -> headers.put("Authorization", "bearer " + bearers.stranger());
            case NOBODY -> {}
        }
        if (sample.prefer() != null) {
            headers.put("Prefer", sample.prefer());
        }
        return headers;
    }

    private Answer awaitOutcome(Partner partner, Answer accepted, Map<String, String> headers)
            throws IOException, InterruptedException {
        String status =
                "/programs/%s/customerCare/cases/%s".formatted(sample.program(), accepted.text("/correlationId"));
        return partner.get(status, headers, answer -> answer.text("/status").equals("Pending"));
    }

    private static String number(Answer outcome) {
        String caseNumber = outcome.text("/caseNumber");
        if (!caseNumber.isEmpty()) {
            return caseNumber;
        }
        String reason = outcome.text("/reason");
        return reason.isEmpty() ? outcome.text("/responseDetails/0/code") : reason;
    }

    private static List<String> mismatches(Expected expected, Answer answer, Answer outcome) {
        List<String> mismatches = new ArrayList<>();
        if (expected.status() != null && expected.status() != answer.status()) {
            mismatches.add("HTTP %d instead of %d".formatted(answer.status(), expected.status()));
        }
        String code = answer.text("/responseDetails/0/code");
        if (expected.code() != null && !expected.code().toString().equals(code)) {
            mismatches.add("code %s instead of %d".formatted(code, expected.code()));
        }
        String state = outcome.text("/status");
        if (expected.outcome() != null && !expected.outcome().equals(state)) {
            mismatches.add("\"%s\" instead of %s".formatted(state, expected.outcome()));
        }
        if ("Created".equals(expected.outcome()) && outcome.text("/caseNumber").isEmpty()) {
            mismatches.add("no case number");
        }
        String reason = outcome.text("/reason");
        if (expected.reason() != null && !expected.reason().equals(reason)) {
            mismatches.add("reason \"%s\" instead of %s".formatted(reason, expected.reason()));
        }
        return mismatches;
    }
}
