package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Associate Retail Chain User With Card.
 *
 * @param answerWithin how long a caller without a preference waits for the outcome
 * @param rate how many associations a second a merchant may send to one gateway
 * @param rates the rates of merchants that have their own, by merchant id
 */
@Validated
@ConfigurationProperties("caseline.tellers")
public record AssociateSettings(
        @NotNull @DefaultValue("10s") Duration answerWithin,
        @Valid @DefaultValue Rate rate,
        @DefaultValue Map<String, @Valid Rate> rates) {}
