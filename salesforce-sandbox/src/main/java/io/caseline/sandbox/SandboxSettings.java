package io.caseline.sandbox;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the sandbox.
 *
 * @param clientId consumer key that clients sign in with; required
 * @param clientSecret consumer secret that clients sign in with; required
 * @param jwtPublicKey PEM file of the RSA public key or certificate that verifies jwt-bearer assertions; if not
 *     set, that grant is not supported
 * @param dailyApiLimit API calls allowed in a rolling 24 hours; further calls get {@code REQUEST_LIMIT_EXCEEDED}
 * @param sessionLifetime how long a session stays valid without being used
 * @param hosts the host names, without ports, that requests may be addressed to; the {@code Host} of any other gets 421
 */
@Validated
@ConfigurationProperties("sandbox")
public record SandboxSettings(
        @NotBlank String clientId,
        @NotBlank String clientSecret,
        @Nullable Resource jwtPublicKey,
        @DefaultValue("100000") @Positive int dailyApiLimit,
        @DefaultValue("2h") Duration sessionLifetime,

        @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) @NotEmpty
        Set<String> hosts) {}
