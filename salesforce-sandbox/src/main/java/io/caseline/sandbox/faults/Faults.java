package io.caseline.sandbox.faults;

import io.caseline.sandbox.cases.CaseField;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All faults of the sandbox; an omitted one is off. An "API call" is a request below {@code /services/data}; a sign-in is
 * not one.
 *
 * @param latency delay of an API call in milliseconds. The call is executed first, then the response is delayed, so the
 *     records of a client that times out are stored, as in a real org
 * @param latencyPerRecord additional milliseconds for each record that the call writes
 * @param outage API calls and sign-ins get no response: the connection is closed
 * @param status every API call gets this status and is not executed
 * @param expireSessions once: ends all sessions, so that the next calls get 401 INVALID_SESSION_ID
 * @param signInFails sign-ins are refused with 400 invalid_client
 * @param quotaUsed the daily limit counts as reached: 403 REQUEST_LIMIT_EXCEEDED
 * @param apiUsage once: sets the count of calls in the last 24 hours
 * @param lockErrors this number of next records gets UNABLE_TO_LOCK_ROW
 * @param lockErrorRate this fraction of records, 0 to 1, gets UNABLE_TO_LOCK_ROW; {@code seed} determines which
 * @param failRecords records that match one of these fail with its code
 * @param callResponse every API call gets this response and is not executed
 * @param signInResponse every sign-in gets this response
 * @param failCalls API calls that match one of these fail as a whole with its code and are not executed
 * @param maxRecordsPerCall if more than 0, the org's automation fails for all records of a larger collection
 * @param hiddenFields fields that the user cannot see: describe omits them, and records that contain one fail
 * @param hold this number of next API calls with a body waits until the faults are set again, and is then executed
 * @param omitResults this number of next inserted collections is executed, and the response lacks the last result
 * @param commitThenTimeOut this number of next API calls that write is executed and gets no response: the connection
 *     stays silent until the faults are set again or ten minutes have passed, and is then closed
 * @param truncate this number of next API responses is cut off in the middle
 * @param seed makes the choice of {@code lockErrorRate} repeatable
 */
public record Faults(
        @Min(0) @Max(600_000) long latency,
        @DecimalMin("0") @DecimalMax("60000") double latencyPerRecord,
        boolean outage,
        @Min(400) @Max(599) @Nullable Integer status,
        boolean expireSessions,
        boolean signInFails,
        boolean quotaUsed,
        @Min(0) @Nullable Integer apiUsage,
        @Min(0) int lockErrors,
        @DecimalMin("0") @DecimalMax("1") double lockErrorRate,
        List<@Valid RecordFault> failRecords,
        @Valid @Nullable FixedResponse callResponse,
        @Valid @Nullable FixedResponse signInResponse,
        List<@Valid CallFault> failCalls,
        @Min(0) int maxRecordsPerCall,
        List<@NotNull CaseField> hiddenFields,
        @Min(0) int hold,
        @Min(0) int omitResults,
        @Min(0) int commitThenTimeOut,
        @Min(0) int truncate,
        long seed) {

    public static final Faults NONE = new Faults(
            0, 0, false, null, false, false, false, null, 0, 0, List.of(), null, null, List.of(), 0, List.of(), 0, 0, 0,
            0, 0);

    /** The remaining counts of the counted faults. */
    record Counts(int lockErrors, int hold, int omitResults, int commitThenTimeOut, int truncate) {}

    public Faults {
        failRecords = List.copyOf(Objects.requireNonNullElse(failRecords, List.of()));
        failCalls = List.copyOf(Objects.requireNonNullElse(failCalls, List.of()));
        hiddenFields = List.copyOf(Objects.requireNonNullElse(hiddenFields, List.of()));
    }

    /** The delay of the response to a call that wrote this number of records. */
    public Duration delay(int records) {
        return Duration.ofNanos((long) (1_000_000 * (latency + latencyPerRecord * records)));
    }

    /** These faults without those that happen once, with the remaining counts. */
    Faults remaining(Counts left) {
        return new Faults(
                latency,
                latencyPerRecord,
                outage,
                status,
                false,
                signInFails,
                quotaUsed,
                null,
                left.lockErrors(),
                lockErrorRate,
                failRecords,
                callResponse,
                signInResponse,
                failCalls,
                maxRecordsPerCall,
                hiddenFields,
                left.hold(),
                left.omitResults(),
                left.commitThenTimeOut(),
                left.truncate(),
                seed);
    }
}
