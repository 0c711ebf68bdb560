package io.caseline.web;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How bearer tokens are verified. Where the keys come from is {@code spring.security.oauth2.resourceserver.jwt}.
 *
 * @param maxLength longest token; shorter than {@code server.max-http-request-header-size}, which it shares with other headers
 * @param cacheSize memory for verified tokens
 * @param keyRefresh how often the issuer's keys are read again
 * @param unknownKeyInterval at most so often the keys are read again because a token names an unknown one
 * @param keyTimeout time-out to connect to the issuer, and to read from it
 * @param outageTolerance how long the last known keys are used while the issuer does not respond
 * @param ssl which certificates of the issuer are trusted
 */
@Validated
@ConfigurationProperties("caseline.tokens")
record TokenSettings(
        @NotNull @DefaultValue("12KB") DataSize maxLength,
        @NotNull @DefaultValue("16MB") DataSize cacheSize,

        @NotNull @DurationMin(seconds = 1) @DefaultValue("5m")
        Duration keyRefresh,

        @NotNull @DurationMin(millis = 1) @DefaultValue("30s")
        Duration unknownKeyInterval,

        @NotNull @DurationMin(millis = 1) @DefaultValue("2s")
        Duration keyTimeout,

        @NotNull @DurationMin @DefaultValue("24h") Duration outageTolerance,
        @DefaultValue Ssl ssl) {

    /** @param bundle name of an SSL bundle ({@code spring.ssl.bundle}); unset: the JVM's trust store */
    record Ssl(@Nullable String bundle) {}
}
