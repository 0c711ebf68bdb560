package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.Rate;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Associate Retail Chain User With Card.
 *
 * @param answerWithin how long a caller without a preference waits for the outcome
 * @param rate how many associations a second a merchant may send to one gateway
 * @param rates the rates of merchants that have their own, by merchant id
 * @param statusUrl address of teller-processor, which knows what became of a request
 * @param statusTimeout longest wait for teller-processor's answer
 * @param recordedWithin how long an id that nobody knows may still be on its way to teller-processor's records
 * @param statusPoll pause between two looks at them for a caller who waits
 */
@Validated
@ConfigurationProperties("caseline.tellers")
public record AssociateSettings(
        @NotNull @DefaultValue("10s") Duration answerWithin,
        @Valid @DefaultValue @NestedConfigurationProperty Rate rate,
        @DefaultValue Map<String, @Valid Rate> rates,
        @NotNull @DefaultValue("http://127.0.0.1:8402") URI statusUrl,
        @NotNull @DefaultValue("3s") Duration statusTimeout,
        @NotNull @DefaultValue("2s") Duration recordedWithin,
        @NotNull @DefaultValue("250ms") Duration statusPoll) {}
