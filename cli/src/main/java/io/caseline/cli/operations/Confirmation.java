package io.caseline.cli.operations;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Asks before an action, unless {@code --yes} was given. */
record Confirmation(CommandLine command, Terminal terminal, boolean yes) {

    /** @param statement what would be done, with its count */
    boolean given(String statement, PrintWriter out) {
        if (yes) {
            return true;
        }
        if (!terminal.interactive()) {
            command.getErr().println("caseline: %s --yes is required, as this is no terminal".formatted(statement));
            return false;
        }
        boolean confirmed = terminal.confirms(statement, out);
        if (!confirmed) {
            out.println("nothing was done");
        }
        return confirmed;
    }
}
