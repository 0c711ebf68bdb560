package io.caseline.trials.chaos;

import java.util.Set;
import java.util.stream.Collectors;

/** Checks of the responses alone. */
final class ClientChecks {

    private ClientChecks() {}

    static Set<String> accepted(RequestLog log) {
        return log.entries().stream()
                .flatMap(entry -> entry.correlationIds().stream())
                .collect(Collectors.toSet());
    }

    static void check(CheckReport report, RequestLog log) {
        report.note(log.counts());
        report.note("%,d requests were given up without a response"
                .formatted(log.entries().stream()
                        .filter(entry -> !entry.isAccepted())
                        .count()));
        report.check(
                "requests without an unexpected response",
                log.entries().size(),
                log.entries().stream()
                        .filter(entry -> !entry.unexpected().isEmpty())
                        .map(entry -> entry.request().id() + " " + entry.unexpected())
                        .toList());
        report.check(
                "requests with the same correlation id in each response",
                log.entries().size(),
                log.entries().stream()
                        .filter(entry -> entry.correlationIds().size() > 1)
                        .map(entry -> entry.request().id() + " " + entry.correlationIds())
                        .toList());
    }
}
