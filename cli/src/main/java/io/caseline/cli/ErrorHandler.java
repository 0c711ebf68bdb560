package io.caseline.cli;

import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints an error as one sentence. The stack trace of an unexpected one goes to the log. */
public final class ErrorHandler implements IExecutionExceptionHandler {

    private final Path log;

    public ErrorHandler(Path log) {
        this.log = log;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine commandLine, ParseResult parsed) {
        commandLine.getErr().println("caseline: " + describe(exception));
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    private String describe(Exception exception) {
        if (exception instanceof CliException expected) {
            return expected.getMessage();
        }
        LoggerFactory.getLogger(ErrorHandler.class).error("Unexpected error", exception);
        return "%s (see %s)".formatted(exception, log);
    }
}
