package io.caseline.sandbox;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * What this org is set up with.
 *
 * @param clientId consumer key that clients sign in with; required
 * @param clientSecret consumer secret that clients sign in with; required
 * @param jwtPublicKey PEM file of the RSA public key or certificate that verifies jwt-bearer assertions; without
 *     it that grant is not supported
 * @param dailyApiLimit calls in a rolling 24 hours, before {@code REQUEST_LIMIT_EXCEEDED}
 * @param sessionLifetime how long an unused session lives
 */
@Validated
@ConfigurationProperties("sandbox")
public record SandboxSettings(
        @NotBlank String clientId,
        @NotBlank String clientSecret,
        @Nullable Resource jwtPublicKey,
        @DefaultValue("100000") @Positive int dailyApiLimit,
        @DefaultValue("2h") Duration sessionLifetime) {}
