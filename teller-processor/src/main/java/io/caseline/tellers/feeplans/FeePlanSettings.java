package io.caseline.tellers.feeplans;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where fee plans are stored, and how the card core is called if that is there.
 *
 * @param keptBy {@code database}, or {@code card-core}
 * @param url the card core's address, to which {@code /accounts/ID/fee-plan} is added
 * @param tokenFile holds the bearer token for the card core; read anew for each batch, so that it can be replaced
 * @param connectTimeout maximum wait for a connection
 * @param readTimeout maximum wait for a response; a batch of 500 may take 500 / concurrency times as long, which must stay
 *     below Kafka's max.poll.interval (5 min)
 * @param concurrency how many changes are requested at once
 * @param reconcileAfter how long a change that was requested and not stored waits for its command to be decided again,
 *     before the stored plan is restored at the card core
 */
@Validated
@ConfigurationProperties("caseline.tellers.fee-plans")
record FeePlanSettings(
        @DefaultValue(FeePlanSettings.DATABASE) @Pattern(regexp = "database|card-core")
        String keptBy,

        @Nullable URI url,
        @Nullable Path tokenFile,

        @DefaultValue("2s") @DurationMin(millis = 1) @DurationMax(seconds = 30)
        Duration connectTimeout,

        @DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(seconds = 30)
        Duration readTimeout,

        @DefaultValue("32") @Min(1) @Max(512) int concurrency,

        @DefaultValue("1m") Duration reconcileAfter) {
    static final String DATABASE = "database";
    static final String CARD_CORE = "card-core";

    private static final java.util.regex.Pattern TOKEN = java.util.regex.Pattern.compile("[!-~]+");

    @AssertTrue(message = "url must be the card core's http or https address when kept-by is card-core")
    boolean isAddressed() {
        return !CARD_CORE.equals(keptBy)
                || (url != null
                        && url.getHost() != null
                        && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getQuery() == null);
    }

    @AssertTrue(message = "reconcile-after must be longer than read-timeout, or a late call could undo it")
    boolean isReconciledAfterEveryCall() {
        return reconcileAfter.compareTo(readTimeout) > 0;
    }

    @AssertTrue(message = "token-file cannot be read, or does not hold one token of visible ASCII characters")
    boolean isTokenUsable() {
        try {
            String unused = authorization();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The value of the Authorization header; null if the card core wants none.
     *
     * @throws IOException if the token file cannot be read, or holds what no header can
     */
    @Nullable
    String authorization() throws IOException {
        if (tokenFile == null) {
            return null;
        }
        String token = Files.readString(tokenFile).strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException("token-file does not hold one token of visible ASCII characters");
        }
        return "Bearer " + token;
    }
}
