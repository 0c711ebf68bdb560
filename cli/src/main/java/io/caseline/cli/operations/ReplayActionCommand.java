package io.caseline.cli.operations;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code replay pause}, {@code resume} and {@code cancel}. */
@Command(mixinStandardHelpOptions = true)
final class ReplayActionCommand implements Callable<Integer> {

    private final ReplayAction action;

    @Parameters(paramLabel = "REPLAY")
    private long id;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the audit.")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Mixin
    private final ApiOptions api;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private ReplayActionCommand(ReplayAction action, ApiOptions api) {
        this.action = action;
        this.api = api;
    }

    static CommandLine create(ReplayAction action, ApiOptions api) {
        CommandLine command = new CommandLine(new ReplayActionCommand(action, api));
        command.getCommandSpec().usageMessage().description(action.description());
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = api.api()
                .post(
                        "/replays/%d/%s".formatted(id, action),
                        OperationsApi.JSON.createObjectNode().put("reason", reason));
        if (api.json()) {
            spec.commandLine().getOut().println(answer);
        } else {
            OperationsApi.as(ReplayView.class, answer)
                    .summary()
                    .forEach(spec.commandLine().getOut()::println);
        }
        return ExitCode.DONE;
    }
}
