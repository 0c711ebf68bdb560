package io.caseline.cases.salesforce;

import io.caseline.cases.BackOffSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The org and how it is called.
 *
 * @param url the org's My Domain address; required
 * @param apiVersion version of the REST API
 * @param signIn {@code client-credentials}, which needs a secret, or {@code jwt-bearer}, which needs a key and a subject
 * @param clientId consumer key of the External Client App; required
 * @param clientSecret consumer secret for {@code client-credentials}, unless it is in a file
 * @param clientSecretFile file with the consumer secret; read again at every sign-in
 * @param jwt for {@code jwt-bearer}
 * @param externalIdField unique external id field of Case that holds the correlation id
 * @param autoAssign whether the org's assignment rules run ({@code Sforce-Auto-Assign}); unset: the org's default
 * @param recordsPerCall cases inserted in one API call; above 200 they go in parts of 200 within the call
 * @param callsAtOnce concurrent calls of this instance, and one more for callers who wait; an org allows 25 calls that
 *     take 20 s or longer, a Developer org 5
 * @param checkMappingEvery how often a mapping that does not fit the org is checked again
 * @param zipAbove requests with a longer body are compressed with gzip
 * @param quota the org's API calls of 24 hours
 * @param hold pauses between two probes while all calls are held
 */
@Validated
@ConfigurationProperties("caseline.salesforce")
public record SalesforceSettings(
        @NotNull URI url,

        @DefaultValue("v62.0") @Pattern(regexp = "v\\d+\\.0")
        String apiVersion,

        @DefaultValue("client-credentials") SignIn signIn,
        @NotBlank String clientId,
        @Nullable String clientSecret,
        @Nullable Path clientSecretFile,
        @DefaultValue Jwt jwt,

        @DefaultValue("Caseline_Correlation_Id__c") @Pattern(regexp = "\\w+")
        String externalIdField,

        @Nullable Boolean autoAssign,
        @DefaultValue("200") @Min(1) @Max(800) int recordsPerCall,
        @DefaultValue("8") @Min(1) @Max(25) int callsAtOnce,
        @DefaultValue("1m") Duration checkMappingEvery,
        @DefaultValue("2KB") DataSize zipAbove,
        @DefaultValue @Valid DailyCalls quota,
        @DefaultValue @Valid @NestedConfigurationProperty BackOffSettings hold) {

    enum SignIn {
        CLIENT_CREDENTIALS,
        JWT_BEARER
    }

    /**
     * For {@code jwt-bearer}.
     *
     * @param keyFile PEM file (PKCS #8) of the RSA key for {@code jwt-bearer}; read again at every sign-in
     * @param subject user name of the integration user
     * @param audience audience of the assertions; {@code https://test.salesforce.com} for a sandbox org
     */
    record Jwt(
            @Nullable Path keyFile,
            @Nullable String subject,
            @DefaultValue("https://login.salesforce.com") String audience) {}

    /**
     * The org's API calls of 24 hours.
     *
     * @param reservePercent percentage of the org's daily calls that is reserved for its other users
     * @param liveReservePercent percentage of the org's daily calls, beside that, which replays leave to live traffic
     * @param horizon time over which the remaining calls are spread, shared by all instances
     * @param burst calls for this much time may be made at once
     * @param lookEvery how often the org's limits are read while the reserve is reached; each read is an API call
     */
    record DailyCalls(
            @DefaultValue("10") @Min(0) @Max(90) int reservePercent,
            @DefaultValue("20") @Min(0) @Max(90) int liveReservePercent,
            @DefaultValue("6h") @DurationMin(minutes = 1) Duration horizon,
            @DefaultValue("5m") Duration burst,
            @DefaultValue("5m") @DurationMin(millis = 100) Duration lookEvery) {}

    @AssertTrue(
            message = "caseline.salesforce.client-secret or caseline.salesforce.client-secret-file must be set, as"
                    + " caseline.salesforce.sign-in is client-credentials")
    boolean isSecretGiven() {
        return signIn != SignIn.CLIENT_CREDENTIALS || clientSecret != null || clientSecretFile != null;
    }

    @AssertTrue(
            message = "caseline.salesforce.jwt.key-file and caseline.salesforce.jwt.subject must be set, as"
                    + " caseline.salesforce.sign-in is jwt-bearer")
    boolean isKeyGiven() {
        return signIn != SignIn.JWT_BEARER || (jwt.keyFile() != null && jwt.subject() != null);
    }

    /** Keeps the secret out of every log. */
    @Override
    public String toString() {
        return "SalesforceSettings[" + url + ", " + apiVersion + ", " + signIn + ", " + clientId + "]";
    }
}
