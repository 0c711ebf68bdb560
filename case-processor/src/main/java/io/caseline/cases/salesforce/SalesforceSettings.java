package io.caseline.cases.salesforce;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The org and how it is called.
 *
 * @param url the My Domain address, where this application signs in
 * @param clientSecret the secret itself, or else in a file
 * @param externalIdField the unique external id field of Case that takes the correlation id
 * @param connectTimeout longest wait for a connection
 * @param readTimeout longest wait for a whole answer; with the records of one poll it must stay well under Kafka's
 *     max.poll.interval (5 min)
 * @param autoAssign whether the org's assignment rules run ({@code Sforce-Auto-Assign}); unset: as the org does by itself
 * @param recordsPerCall cases inserted in one API call; over 200 they go in parts of 200 within the call
 */
@Validated
@ConfigurationProperties("caseline.salesforce")
public record SalesforceSettings(
        @NotNull URI url,

        @DefaultValue("v62.0") @Pattern(regexp = "v\\d+\\.0")
        String apiVersion,

        @NotBlank String clientId,
        @Nullable String clientSecret,
        @Nullable Path clientSecretFile,

        @DefaultValue("Caseline_Correlation_Id__c") @Pattern(regexp = "\\w+")
        String externalIdField,

        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("60s") Duration readTimeout,
        @Nullable Boolean autoAssign,
        @DefaultValue("200") @Min(1) @Max(800) int recordsPerCall) {

    @AssertTrue(message = "either client-secret or client-secret-file must be set")
    boolean isSecretGiven() {
        return clientSecret != null || clientSecretFile != null;
    }

    String secret() {
        if (clientSecret != null) {
            return clientSecret;
        }
        try {
            return Files.readString(Objects.requireNonNull(clientSecretFile)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("The client secret file " + clientSecretFile + " cannot be read", e);
        }
    }

    /** Keeps the secret out of every log. */
    @Override
    public String toString() {
        return "SalesforceSettings[" + url + ", " + apiVersion + ", " + clientId + "]";
    }
}
