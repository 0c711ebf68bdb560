package io.caseline.cases.ops;

import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static io.caseline.cases.testing.Tokens.operator;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.OperationsClient;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Failures in the running application, and operators who call its API. */
abstract class OperationsFlow extends RunningCaseProcessor {
    static final String CODE = "STRING_TOO_LONG";

    OperationsClient olga() {
        return OperationsClient.of(operationsPort, operator("olga", "cases:operate"));
    }

    OperationsClient vera() {
        return OperationsClient.of(operationsPort, operator("vera", "cases:view"));
    }

    OperationsClient anna() {
        return OperationsClient.of(operationsPort, operator("anna", "cases:amend"));
    }

    /** Submissions of a program of their own, which have failed. */
    SubmitCase[] failed(String program, int count) {
        SubmitCase[] commands = many(count, program, "Subject of " + program);
        ORG.faults(Map.of("failRecords", List.of(refusing("Subject", "Subject of " + program, CODE))));
        sendTogether(commands);
        Stream.of(commands).forEach(command -> awaitState(command, CaseState.FAILED));
        return commands;
    }

    /** A filter's correlation ids, as JSON. */
    static String ids(SubmitCase... commands) {
        return Stream.of(commands)
                .map(command -> "\"" + command.getCorrelationId() + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
