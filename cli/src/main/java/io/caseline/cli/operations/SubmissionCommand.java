package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import io.caseline.cli.Times;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "submission",
        description = "Shows a submission and everything that has happened to it.",
        mixinStandardHelpOptions = true)
public final class SubmissionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "Correlation id.")
    @SuppressWarnings("NullAway.Init")
    private UUID id;

    @Mixin
    private final ApiOptions api;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public SubmissionCommand(Installation defaultInstallation) {
        this(defaultInstallation, System.getenv());
    }

    SubmissionCommand(Installation defaultInstallation, Map<String, String> environment) {
        this.api = new ApiOptions(defaultInstallation, environment);
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = api.api().get("/submissions/" + id, new Query());
        PrintWriter out = spec.commandLine().getOut();
        if (api.json()) {
            out.println(answer);
        } else {
            print(OperationsApi.as(Submission.class, answer), out);
        }
        return ExitCode.DONE;
    }

    private static void print(Submission submission, PrintWriter out) {
        line(out, "submission", submission.correlationId());
        line(out, "program", submission.program());
        line(out, "request id", submission.requestId());
        line(out, "state", state(submission));
        line(out, "case", submission.caseNumber());
        line(out, "replays", submission.replays() == 0 ? null : Integer.toString(submission.replays()));
        line(out, "in replay", submission.replay() == null ? null : Long.toString(submission.replay()));
        out.println();
        Table table = new Table("time", "what", "details");
        for (Submission.Entry entry : submission.history()) {
            table.add(Times.precise(entry.at()), what(entry), details(entry));
        }
        table.lines().forEach(out::println);
    }

    private static String state(Submission submission) {
        String failure = submission.failureCode() == null
                ? ""
                : ", " + reason(submission.failureCode(), submission.failureFields());
        return submission.state() + failure + (submission.quarantined() ? ", in quarantine" : "");
    }

    private static String what(Submission.Entry entry) {
        return entry.attempt() == null ? entry.type() : "%s %d".formatted(entry.type(), entry.attempt());
    }

    private static String details(Submission.Entry entry) {
        List<String> details = new ArrayList<>();
        if (entry.code() != null) {
            details.add(reason(entry.code(), entry.fields()));
        }
        add(details, "case ", entry.caseNumber());
        add(details, "replay ", entry.replay());
        add(details, "by ", entry.actor());
        add(details, "", entry.reason() == null ? null : "\"" + entry.reason() + "\"");
        add(details, "", entry.type().equals("REPLAY") ? outcome(entry.detail()) : entry.detail());
        return String.join(", ", details);
    }

    /** What became of it in a replay; outcomes have lines of their own. */
    private static @Nullable String outcome(@Nullable String detail) {
        return "CREATED".equals(detail) || "FAILED".equals(detail) ? null : detail;
    }

    private static String reason(String code, @Nullable List<String> fields) {
        return fields == null || fields.isEmpty() ? code : "%s (%s)".formatted(code, String.join(", ", fields));
    }

    private static void add(List<String> details, String prefix, @Nullable Object value) {
        if (value != null) {
            details.add(prefix + value);
        }
    }

    private static void line(PrintWriter out, String name, @Nullable String value) {
        if (value != null) {
            out.printf("%-12s%s%n", name, value);
        }
    }
}
