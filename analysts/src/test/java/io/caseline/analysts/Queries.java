package io.caseline.analysts;

import io.caseline.messaging.testing.Guide;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The guide's queries, and their answers for {@link CaseLives}. Numbers are rounded to three digits. */
final class Queries {
    private static final String STATE = "The state of each case";

    private static final Map<String, List<List<String>>> ANSWERS = Map.of(
            "How long until a case is closed?",
            List.of(List.of("gobank", "2", "19.008", "26.215")),
            "Why do cases fail?",
            List.of(
                    List.of("gobank", "STRING_TOO_LONG", "Subject", "1", "1", "2026-01-05 08:02:00"),
                    List.of(
                            "paywell",
                            "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                            "Phone__c",
                            "1",
                            "1",
                            "2026-01-06 10:01:00"),
                    List.of("paywell", "STRING_TOO_LONG", "Subject", "1", "1", "2026-01-05 08:03:00")),
            "What is the backlog?",
            List.of(
                    List.of("gobank", "1", "0", "2026-01-06 09:00:00"),
                    List.of("paywell", "0", "1", "2026-01-06 10:00:00")),
            "How many per program and day?",
            List.of(
                    List.of("2026-01-05", "gobank", "2", "1", "0", "1", "0"),
                    List.of("2026-01-05", "paywell", "1", "1", "1", "0", "0"),
                    List.of("2026-01-06", "gobank", "1", "0", "0", "2", "1"),
                    List.of("2026-01-06", "paywell", "1", "1", "0", "0", "0")),
            "Which cases are open?",
            List.of(
                    List.of("gobank", "Customer care", "Waiting", "1", "2026-01-06 08:00:00"),
                    List.of("paywell", "Customer care", "New", "1", "2026-01-06 11:00:00")),
            "How long do partners wait for a case?",
            List.of(List.of("gobank", "3", "60.0", "14400.0"), List.of("paywell", "2", "90.0", "120.0")));

    private Queries() {}

    static String state() {
        return new Guide("analysts.md").block(STATE, "sql");
    }

    /** The SQL of each question. */
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        ANSWERS.keySet().stream().sorted().forEach(question -> all.put(question, sql(question)));
        return all;
    }

    private static String sql(String question) {
        return new Guide("analysts.md").block(question, "sql");
    }

    static List<List<String>> answer(String question) {
        return Objects.requireNonNull(ANSWERS.get(question));
    }
}
