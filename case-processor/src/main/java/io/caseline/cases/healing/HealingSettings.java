package io.caseline.cases.healing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param rules which failed submissions are replayed without an operator; none by default
 * @param probeEvery pause between two probes of a rule, each of which replays one submission
 */
@Validated
@ConfigurationProperties("caseline.healing")
record HealingSettings(
        @DefaultValue List<@Valid Rule> rules,
        @DefaultValue("1m") @DurationMin(millis = 100) Duration probeEvery) {

    HealingSettings {
        Set<String> names = new HashSet<>();
        rules.forEach(rule -> {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("Two rules have the name " + rule.name());
            }
        });
    }

    /**
     * @param name names the rule in the audit, as {@code rule:NAME}
     * @param codes failure codes
     * @param program only this program's submissions; all if it is not set
     * @param after how long after the latest failure a submission is probed; not set: not by time
     * @param onMappingChange whether a submission is probed when a changed mapping fits the org
     * @param rate submissions a second once a probe is created; not set: as fast as live traffic
     * @param canary the first of them, sent before the others
     */
    record Rule(
            @NotNull @Pattern(regexp = "[a-z0-9-]{1,40}") String name,
            @NotEmpty Set<String> codes,
            @Nullable String program,
            @Nullable @DurationMin(seconds = 1) Duration after,
            boolean onMappingChange,
            @Nullable @Min(1) @Max(10_000) Integer rate,
            @DefaultValue @Valid CanarySettings canary) {

        Rule {
            if (after == null && !onMappingChange) {
                throw new IllegalArgumentException("Rule " + name + " needs after or on-mapping-change");
            }
        }

        String actor() {
            return "rule:" + name;
        }
    }

    /**
     * @param size how many submissions
     * @param percent how many of a hundred have to become cases
     */
    record CanarySettings(
            @DefaultValue("20") @Min(1) @Max(10_000) int size,
            @DefaultValue("90") @Min(1) @Max(100) int percent) {}
}
