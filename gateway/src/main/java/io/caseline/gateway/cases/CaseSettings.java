package io.caseline.gateway.cases;

import io.caseline.gateway.intake.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Add Customer Care Case.
 *
 * @param programs the programs known to this gateway, by program code
 * @param cases how cases are answered
 */
@Validated
@ConfigurationProperties("caseline")
public record CaseSettings(
        @DefaultValue Map<String, @Valid Program> programs,
        @Valid @DefaultValue Cases cases) {

    /**
     * @param enabled false for a program that is not served any more
     * @param required fields that a request must have, by their JSON names
     * @param questionLimit longest customerQuestion, in characters
     * @param rate how many cases a second the program may send to one gateway
     */
    public record Program(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Set<String> required,
            @Min(1) @Max(30_000) @DefaultValue("5000") int questionLimit,
            @Valid @DefaultValue Rate rate) {

        private static final Set<String> FIELDS = Set.of(
                "subject",
                "firstName",
                "lastName",
                "customerQuestion",
                "emailAddress",
                "accountIdentifier",
                "accountHolderIdentifier",
                "phoneNumbers",
                "device");

        public Program {
            if (!FIELDS.containsAll(required)) {
                throw new IllegalArgumentException("required is " + required + "; a request has the fields " + FIELDS);
            }
        }
    }

    /**
     * @param answerWithin how long a caller without a preference waits for the case number
     * @param statusUrl address of case-processor, which knows what became of a case
     * @param statusTimeout longest wait for case-processor's answer
     * @param recordedWithin how long an id that nobody knows may still be on its way to the ledger
     * @param statusPoll pause between two looks at the ledger for a caller who waits
     */
    public record Cases(
            @NotNull @DefaultValue("5s") Duration answerWithin,
            @NotNull @DefaultValue("http://127.0.0.1:8401") URI statusUrl,
            @NotNull @DefaultValue("3s") Duration statusTimeout,
            @NotNull @DefaultValue("2s") Duration recordedWithin,
            @NotNull @DefaultValue("250ms") Duration statusPoll) {}
}
