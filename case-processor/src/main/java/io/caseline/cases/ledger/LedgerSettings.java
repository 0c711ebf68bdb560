package io.caseline.cases.ledger;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param keepCreated how long a created case stays in the ledger; longer than Kafka keeps a command (30 days), or an
 *     old command that is read again would make a second event
 * @param purgeChunk rows that one transaction deletes
 */
@Validated
@ConfigurationProperties("caseline.ledger")
record LedgerSettings(
        @DefaultValue("90d") @DurationMin(days = 31) Duration keepCreated,
        @DefaultValue("5000") @Min(1) int purgeChunk) {}
