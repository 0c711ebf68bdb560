package io.caseline.local.demo;

import io.caseline.local.demo.Partner.Answer;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The end of the demo: the org refuses a number of cases, an operator looks at them, and replays them once the cause is
 * mended. What the operator does are commands that a reader can repeat.
 */
final class FailureWave {

    private static final int CASES = 48;
    private static final int CONCURRENCY = 16;
    private static final String PATH = "/programs/gobank/customerCare/cases";
    private static final String CODE = "DUPLICATES_DETECTED";

    private final Partner partner;
    private final OrgFaults org;
    private final String token;
    private final String commandLine;
    private final ToIntFunction<String[]> caseline;
    private final Consumer<String> console;
    private final InstantSource clock;

    /**
     * @param commandLine what a reader types before a command
     * @param caseline runs {@code ./caseline} with these arguments and returns its exit code
     */
    FailureWave(
            Partner partner,
            OrgFaults org,
            String token,
            String commandLine,
            ToIntFunction<String[]> caseline,
            Consumer<String> console,
            InstantSource clock) {
        this.partner = partner;
        this.org = org;
        this.token = token;
        this.commandLine = commandLine;
        this.caseline = caseline;
        this.console = console;
        this.clock = clock;
    }

    /** @return whether all failed and then all were created */
    boolean run() throws IOException, InterruptedException {
        String since = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        console.accept("");
        console.accept("a wave of failures: in the org, a new duplicate rule blocks every case about a refund");
        JsonNode before = org.refuse("Subject", "Refund", CODE, "Use one of these records?");
        List<String> ids;
        long failed;
        boolean shown;
        try {
            ids = submit();
            failed = count(ids, "Failed");
            console.accept("  %d cases accepted, %d failed".formatted(CASES, failed));
            shown = caseline("failures", "--since", since);
        } finally {
            org.restore(before);
        }
        console.accept("");
        console.accept("somebody switches the rule off, and the cases are sent again: 8 of them first");
        boolean replayed = caseline(
                "replay",
                "start",
                "--code",
                CODE,
                "--since",
                since,
                "--canary",
                "8",
                "--reason",
                "the duplicate rule is off",
                "--yes");
        long created = count(ids, "Created");
        boolean history = caseline("submission", ids.getFirst());
        console.accept("");
        boolean asExpected = failed == CASES && created == CASES && shown && replayed && history;
        console.accept("%d failed cases replayed, %d created%s"
                .formatted(failed, created, asExpected ? "" : "  <- not as expected"));
        return asExpected;
    }

    /** Returns the correlation ids. */
    private List<String> submit() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (Answer answer : inParallel(CASES, this::submit)) {
            ids.add(answer.text("/correlationId"));
        }
        return ids;
    }

    private Answer submit(int number) throws IOException, InterruptedException {
        return partner.post(
                PATH,
                Map.of(
                        "Authorization",
                        "bearer " + token,
                        "X-GD-RequestId",
                        UUID.randomUUID().toString()),
                """
                {"subject": "Refund of order %d", "firstName": "Ana", "lastName": "Reyes",
                 "customerQuestion": "When do I get my money back?"}""".formatted(1001 + number),
                answer -> false);
    }

    private long count(List<String> ids, String status) throws IOException, InterruptedException {
        Predicate<Answer> pending = answer -> answer.text("/status").equals("Pending");
        return inParallel(
                        ids.size(),
                        number -> partner.get(
                                PATH + "/" + ids.get(number), Map.of("Authorization", "bearer " + token), pending))
                .stream()
                .filter(answer -> answer.text("/status").equals(status))
                .count();
    }

    @FunctionalInterface
    private interface Exchange {
        Answer run(int number) throws IOException, InterruptedException;
    }

    private static List<Answer> inParallel(int number, Exchange exchange) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<Answer>> futures = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int index = i;
                futures.add(threads.submit(() -> exchange.run(index)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : futures) {
                answers.add(future.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IOException("a request got no response: " + e.getCause(), e.getCause());
        }
    }

    /** Shows the command and runs it. Returns whether it ended with exit code 0. */
    private boolean caseline(String... arguments) {
        console.accept("");
        console.accept("$ " + commandLine + " "
                + Arrays.stream(arguments).map(FailureWave::quoted).collect(Collectors.joining(" ")));
        return caseline.applyAsInt(arguments) == 0;
    }

    private static String quoted(String argument) {
        return argument.contains(" ") ? "'" + argument + "'" : argument;
    }
}
