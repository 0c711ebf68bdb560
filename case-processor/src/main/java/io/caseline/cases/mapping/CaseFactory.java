package io.caseline.cases.mapping;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.schemas.Sealing;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Prepares the Salesforce case of a command: unseals what the customer said and maps it to the org's fields. */
@Component
public class CaseFactory {
    /** Failure code of a command whose sealed part no key opens. */
    static final String UNREADABLE_SEAL = "UNREADABLE_SEAL";

    /** Failure code of a case that does not fit its Salesforce fields, where the settings refuse such a case. */
    static final String TOO_LONG = "VALUE_TOO_LONG";

    private final CaseMapping mapping;
    private final Sealing sealing;

    CaseFactory(MappingSettings settings, Sealing sealing) {
        this.mapping = new CaseMapping(settings);
        this.sealing = sealing;
    }

    public sealed interface Preparation {}

    /**
     * A case ready to be sent.
     *
     * @param omitted Salesforce fields whose values go into the description instead
     */
    public record PreparedCase(NewCase newCase, UnsealedCase unsealed, Set<String> omitted) implements Preparation {

        /** Keeps personal data out of every log. */
        @Override
        public String toString() {
            return "PreparedCase[" + newCase.correlationId() + "]";
        }
    }

    /** The command cannot be sent. */
    public record Unsendable(String code, List<String> fields) implements Preparation {}

    public Preparation prepare(CaseCommand command) {
        Optional<UnsealedCase> unsealed = CommandUnsealer.unseal(command, sealing);
        if (unsealed.isEmpty()) {
            return new Unsendable(UNREADABLE_SEAL, List.of());
        }
        List<String> tooLong = mapping.tooLong(unsealed.get());
        return tooLong.isEmpty() ? prepare(unsealed.get(), Set.of()) : new Unsendable(TOO_LONG, tooLong);
    }

    private PreparedCase prepare(UnsealedCase unsealed, Set<String> omitted) {
        return new PreparedCase(
                new NewCase(unsealed.correlationId(), mapping.fields(unsealed, omitted)), unsealed, omitted);
    }

    /** The Salesforce fields that take the e-mail address. */
    public Set<String> emailFields() {
        return mapping.emailFields();
    }

    /**
     * The case without these Salesforce fields, whose values go into its description; empty if not all of them are side
     * fields, or they are left out already.
     */
    public Optional<PreparedCase> without(PreparedCase prepared, Set<String> fields) {
        if (fields.isEmpty()
                || !mapping.areSideFields(fields)
                || prepared.omitted().containsAll(fields)) {
            return Optional.empty();
        }
        Set<String> omitted = new HashSet<>(prepared.omitted());
        omitted.addAll(fields);
        return Optional.of(prepare(prepared.unsealed(), omitted));
    }
}
