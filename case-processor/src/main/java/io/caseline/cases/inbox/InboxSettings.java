package io.caseline.cases.inbox;

import io.caseline.cases.BackOffSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param concurrency number of consumers of the commands
 * @param maxWithoutOutcome maximum number of commands without an outcome in the ledger; above it, commands wait in Kafka
 * @param retry pauses between two attempts to write a batch
 */
@Validated
@ConfigurationProperties("caseline.inbox")
record InboxSettings(
        @DefaultValue("2") @Min(1) @Max(64) int concurrency,
        @DefaultValue("5000000") @Min(1000) long maxWithoutOutcome,
        @DefaultValue @Valid @NestedConfigurationProperty BackOffSettings retry) {}
