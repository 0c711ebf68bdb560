package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.mapping.CareRequest;
import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.salesforce.ErrorKind;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.NewCase;
import io.caseline.schemas.Sealing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** From a sealed command to the case that Salesforce gets. */
@Component
class CaseDrafts {
    /** Failure code of a command whose sealed part no key opens. */
    static final String UNREADABLE_SEAL = "UNREADABLE_SEAL";

    /** Failure code of a case that does not fit its Salesforce fields, where the settings refuse such a case. */
    static final String TOO_LONG = "VALUE_TOO_LONG";

    /** A validation rule of the org that names the field. */
    private static final String VALIDATION = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

    private static final String INVALID_EMAIL = "INVALID_EMAIL_ADDRESS";

    private final CaseMapping mapping;
    private final Sealing sealing;

    CaseDrafts(CaseMapping mapping, Sealing sealing) {
        this.mapping = mapping;
        this.sealing = sealing;
    }

    sealed interface Result {}

    /**
     * A case ready to be sent.
     *
     * @param omitted Salesforce fields whose values go into the description instead
     */
    record CaseDraft(NewCase newCase, CareRequest request, Set<String> omitted) implements Result {

        /** Keeps personal data out of every log. */
        @Override
        public String toString() {
            return "CaseDraft[" + newCase.correlationId() + "]";
        }
    }

    /** The command cannot be sent. */
    record Unsendable(String code, List<String> fields) implements Result {}

    Result draft(CaseCommand command) {
        Optional<CareRequest> request = CareRequests.unseal(command, sealing);
        if (request.isEmpty()) {
            return new Unsendable(UNREADABLE_SEAL, List.of());
        }
        List<String> tooLong = mapping.tooLong(request.get());
        return tooLong.isEmpty() ? draft(request.get(), Set.of()) : new Unsendable(TOO_LONG, tooLong);
    }

    private CaseDraft draft(CareRequest request, Set<String> omitted) {
        return new CaseDraft(new NewCase(request.correlationId(), mapping.fields(request, omitted)), request, omitted);
    }

    /**
     * The case without the fields that Salesforce refuses, which go into its description; empty if the refusal is not about
     * side fields, or they are left out already.
     */
    Optional<CaseDraft> without(CaseDraft draft, Refused refused) {
        boolean ofData =
                ErrorKind.of(refused.code()) == ErrorKind.DATA || refused.code().equals(VALIDATION);
        Set<String> named =
                refused.code().equals(INVALID_EMAIL) && refused.fields().isEmpty()
                        ? mapping.emailFields()
                        : Set.copyOf(refused.fields());
        if (!ofData
                || named.isEmpty()
                || !mapping.areSideFields(named)
                || draft.omitted().containsAll(named)) {
            return Optional.empty();
        }
        Set<String> omitted = new HashSet<>(draft.omitted());
        omitted.addAll(named);
        return Optional.of(draft(draft.request(), omitted));
    }
}
