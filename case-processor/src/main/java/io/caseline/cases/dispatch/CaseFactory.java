package io.caseline.cases.dispatch;

import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.mapping.CareRequest;
import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.NewCase;
import io.caseline.schemas.Sealing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Prepares the Salesforce case of a command: unseals the customer's request and maps it to the org's fields. */
@Component
class CaseFactory {
    /** Failure code of a command whose sealed part no key opens. */
    static final String UNREADABLE_SEAL = "UNREADABLE_SEAL";

    /** Failure code of a case that does not fit its Salesforce fields, where the settings refuse such a case. */
    static final String TOO_LONG = "VALUE_TOO_LONG";

    private static final String INVALID_EMAIL = "INVALID_EMAIL_ADDRESS";

    private final CaseMapping mapping;
    private final Sealing sealing;

    CaseFactory(CaseMapping mapping, Sealing sealing) {
        this.mapping = mapping;
        this.sealing = sealing;
    }

    sealed interface Preparation {}

    /**
     * A case ready to be sent.
     *
     * @param omitted Salesforce fields whose values go into the description instead
     */
    record PreparedCase(NewCase newCase, CareRequest request, Set<String> omitted) implements Preparation {

        /** Keeps personal data out of every log. */
        @Override
        public String toString() {
            return "PreparedCase[" + newCase.correlationId() + "]";
        }
    }

    /** The command cannot be sent. */
    record Unsendable(String code, List<String> fields) implements Preparation {}

    Preparation prepare(CaseCommand command) {
        Optional<CareRequest> request = CommandUnsealer.unseal(command, sealing);
        if (request.isEmpty()) {
            return new Unsendable(UNREADABLE_SEAL, List.of());
        }
        List<String> tooLong = mapping.tooLong(request.get());
        return tooLong.isEmpty() ? prepare(request.get(), Set.of()) : new Unsendable(TOO_LONG, tooLong);
    }

    private PreparedCase prepare(CareRequest request, Set<String> omitted) {
        return new PreparedCase(
                new NewCase(request.correlationId(), mapping.fields(request, omitted)), request, omitted);
    }

    /**
     * The case without the fields that Salesforce refuses, which go into its description; empty if the refusal is not about
     * side fields, or they are left out already.
     */
    Optional<PreparedCase> without(PreparedCase prepared, Refused refused) {
        Set<String> named =
                refused.code().equals(INVALID_EMAIL) && refused.fields().isEmpty()
                        ? mapping.emailFields()
                        : Set.copyOf(refused.fields());
        if (!FaultJudge.isAboutFields(refused)
                || named.isEmpty()
                || !mapping.areSideFields(named)
                || prepared.omitted().containsAll(named)) {
            return Optional.empty();
        }
        Set<String> omitted = new HashSet<>(prepared.omitted());
        omitted.addAll(named);
        return Optional.of(prepare(prepared.request(), omitted));
    }
}
