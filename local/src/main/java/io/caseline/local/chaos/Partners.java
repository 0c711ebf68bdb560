package io.caseline.local.chaos;

import java.util.Set;
import java.util.stream.Collectors;

/** What the partners have to say. */
final class Partners {

    private Partners() {}

    static Set<String> accepted(Book book) {
        return book.entries().stream()
                .flatMap(entry -> entry.correlationIds().stream())
                .collect(Collectors.toSet());
    }

    static void check(Verdict verdict, Book book) {
        verdict.note(book.counts());
        verdict.note("%,d requests were given up with no answer at all"
                .formatted(book.entries().stream()
                        .filter(entry -> !entry.isAccepted())
                        .count()));
        verdict.check(
                "requests with no answer that they should not get",
                book.entries().size(),
                book.entries().stream()
                        .filter(entry -> !entry.complaints().isEmpty())
                        .map(entry -> entry.request().id() + " " + entry.complaints())
                        .toList());
        verdict.check(
                "requests with the same correlation id each time",
                book.entries().size(),
                book.entries().stream()
                        .filter(entry -> entry.correlationIds().size() > 1)
                        .map(entry -> entry.request().id() + " " + entry.correlationIds())
                        .toList());
    }
}
