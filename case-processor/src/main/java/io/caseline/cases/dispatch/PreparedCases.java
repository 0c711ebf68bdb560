package io.caseline.cases.dispatch;

import io.caseline.cases.faults.CallFailure;
import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.mapping.CaseFactory;
import io.caseline.cases.mapping.CaseFactory.Preparation;
import io.caseline.cases.mapping.CaseFactory.PreparedCase;
import io.caseline.cases.mapping.CaseFactory.Unsendable;
import io.caseline.cases.mapping.NewCase;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceCodes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Salesforce cases of one call's commands. */
final class PreparedCases {
    private static final Logger log = LoggerFactory.getLogger(PreparedCases.class);

    private final CaseFactory factory;
    private final Map<ClaimedCommand, PreparedCase> cases = new LinkedHashMap<>();

    PreparedCases(CaseFactory factory) {
        this.factory = factory;
    }

    /** @return the decisions on commands that cannot be sent */
    Map<ClaimedCommand, Decision> prepare(List<ClaimedCommand> commands) {
        Map<ClaimedCommand, Decision> unsendable = new LinkedHashMap<>();
        commands.forEach(command -> {
            switch (prepare(command)) {
                case PreparedCase prepared -> cases.put(command, prepared);
                case Unsendable reason -> unsendable.put(command, new Failed(reason.code(), reason.fields()));
            }
        });
        return unsendable;
    }

    /** A command that cannot be prepared would fail each time; it must not prevent the others from being sent. */
    private Preparation prepare(ClaimedCommand command) {
        try {
            return factory.prepare(command.command());
        } catch (RuntimeException e) {
            String code = CallFailure.internalCode(e);
            log.error("Case {} cannot be prepared: {}", command.correlationId(), CallFailure.traceOf(e));
            return new Unsendable(code, List.of());
        }
    }

    List<ClaimedCommand> commands() {
        return List.copyOf(cases.keySet());
    }

    List<NewCase> of(Collection<ClaimedCommand> commands) {
        return commands.stream().map(command -> get(command).newCase()).toList();
    }

    /**
     * From now on, what Salesforce refused in side fields goes into the description.
     *
     * @return the commands to send again
     */
    List<ClaimedCommand> leaveOutSideFields(Map<ClaimedCommand, InsertResult> results) {
        Map<ClaimedCommand, PreparedCase> changed = new LinkedHashMap<>();
        results.forEach((command, result) -> {
            if (result instanceof Refused refused) {
                withoutRefusedFields(get(command), refused).ifPresent(without -> changed.put(command, without));
            }
        });
        cases.putAll(changed);
        return List.copyOf(changed.keySet());
    }

    private Optional<PreparedCase> withoutRefusedFields(PreparedCase prepared, Refused refused) {
        if (!FaultJudge.isAboutFieldValues(refused)) {
            return Optional.empty();
        }
        boolean unnamedAddress =
                refused.fields().isEmpty() && refused.code().equals(SalesforceCodes.INVALID_EMAIL_ADDRESS);
        return factory.without(prepared, unnamedAddress ? factory.emailFields() : Set.copyOf(refused.fields()));
    }

    private PreparedCase get(ClaimedCommand command) {
        return Objects.requireNonNull(cases.get(command));
    }
}
