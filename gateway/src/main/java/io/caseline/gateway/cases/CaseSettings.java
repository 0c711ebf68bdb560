package io.caseline.gateway.cases;

import io.caseline.gateway.http.RateLimits.Rate;
import io.caseline.schemas.CareCaseRules;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Add Customer Care Case.
 *
 * @param programs the programs known to this gateway, by program code
 * @param cases how requests for cases wait
 */
@Validated
@ConfigurationProperties("caseline")
record CaseSettings(
        @DefaultValue Map<String, @Valid Program> programs,
        @Valid @DefaultValue Cases cases) {

    CaseSettings {
        programs = byCode(programs);
    }

    private static Map<String, Program> byCode(Map<String, Program> entries) {
        Map<String, Program> programs = new TreeMap<>();
        entries.forEach((key, program) -> {
            String code = Objects.requireNonNullElse(program.code(), key);
            if (code.isBlank() || programs.put(code, program) != null) {
                throw new IllegalArgumentException("code of the program " + key + " is blank or that of another one");
            }
        });
        return programs;
    }

    /**
     * @param code the program's code, if it differs from the entry's key: a name in the environment has neither small letters nor
     *     underscores
     * @param enabled false for a program that is no longer served
     * @param required fields that a request must have, by their JSON names
     * @param questionLimit longest customerQuestion, in characters
     * @param rate how many cases a second the program may send to one gateway
     */
    record Program(
            @Nullable String code,
            @DefaultValue("true") boolean enabled,
            @DefaultValue Set<String> required,

            @Min(1) @Max(CareCaseRules.LONGEST_QUESTION) @DefaultValue("5000")
            int questionLimit,

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

        Program {
            if (!FIELDS.containsAll(required)) {
                throw new IllegalArgumentException("required is " + required + "; a request has the fields " + FIELDS);
            }
        }
    }

    /** @param defaultWait how long a caller without a preference waits for the case number */
    record Cases(@NotNull @DurationMin @DefaultValue("5s") Duration defaultWait) {}
}
