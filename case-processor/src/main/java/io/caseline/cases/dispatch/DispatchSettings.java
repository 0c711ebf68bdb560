package io.caseline.cases.dispatch;

import io.caseline.cases.BackOffSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * @param memory maximum size of the commands that wait in memory for a call slot; others wait in the ledger
 * @param memoryPerProgram maximum size of one program's commands in memory
 * @param claimBatch commands that one query claims from the ledger
 * @param busyTries how often a record is sent that Salesforce is too busy for (a row lock) before it fails
 * @param busy pauses between these tries
 * @param probeEvery pause between two probes of a held program
 * @param heartbeat how often this instance increments its counter; the same for all instances
 * @param deadAfter an instance whose counter does not change for this long is dead, and its claims are released; the same for
 *     all instances
 * @param lookUpAfter a failed command whose case may exist is looked up in Salesforce after this time; Salesforce
 *     ends a call after 10 minutes
 */
@Validated
@ConfigurationProperties("caseline.dispatch")
public record DispatchSettings(
        @DefaultValue("32MB") DataSize memory,
        @DefaultValue("8MB") DataSize memoryPerProgram,
        @DefaultValue("400") @Min(1) @Max(5000) int claimBatch,
        @DefaultValue("4") @Min(1) @Max(10) int busyTries,
        @DefaultValue @Valid @NestedConfigurationProperty BackOffSettings busy,
        @DefaultValue("10s") @DurationMin(millis = 50) Duration probeEvery,
        @DefaultValue("1s") @DurationMin(millis = 50) Duration heartbeat,
        @DefaultValue("10s") @DurationMin(millis = 200) Duration deadAfter,
        @DefaultValue("11m") @DurationMin(millis = 100) Duration lookUpAfter) {}
