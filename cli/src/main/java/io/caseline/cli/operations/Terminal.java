package io.caseline.cli.operations;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where questions are asked.
 *
 * @param interactive whether a person is there to answer
 */
record Terminal(boolean interactive, BufferedReader answers) {

    static Terminal system() {
        return new Terminal(
                isTerminal(System.console()),
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    /** Asks a question. Anything but {@code yes} is a no. */
    boolean confirms(String question, PrintWriter out) {
        out.print(question + " Type yes to continue: ");
        out.flush();
        try {
            String answer = answers.readLine();
            return answer != null && answer.strip().equals("yes");
        } catch (IOException e) {
            return false;
        }
    }

    /** In JDK 22 to 24 there is a console even if nobody is at it; they have a method that tells. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
