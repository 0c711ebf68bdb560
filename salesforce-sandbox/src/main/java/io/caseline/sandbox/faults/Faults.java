package io.caseline.sandbox.faults;

import io.caseline.sandbox.cases.CaseField;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong from now on, all of it: what is left out is off. An "API call" is a request below
 * {@code /services/data}; signing in is not one.
 *
 * @param latency milliseconds that an API call takes. The work is done first and then the answer is held back, so
 *     the records of a client that gives up are there, as with a real org
 * @param latencyPerRecord milliseconds on top for each record that the call writes
 * @param outage API calls and sign-ins get no answer: the connection is closed without one
 * @param status every API call is answered with this status, and not carried out
 * @param expireSessions once: ends all sessions, so that the next calls get 401 INVALID_SESSION_ID
 * @param signInFails sign-ins are refused with 400 invalid_client
 * @param quotaUsed the daily limit counts as reached: 403 REQUEST_LIMIT_EXCEEDED
 * @param apiUsage once: sets the count of calls in the last 24 hours to this
 * @param lockErrors the next so many records get UNABLE_TO_LOCK_ROW
 * @param lockErrorRate this fraction of records, 0 to 1, gets UNABLE_TO_LOCK_ROW; {@code seed} decides which
 * @param failRecords records that match one of these fail with its code
 * @param callResponse every API call gets this response, and is not carried out
 * @param signInResponse every sign-in gets this response
 * @param failCalls API calls that match one of these fail as a whole with its code, and are not carried out
 * @param maxRecordsPerCall if more than 0, the org's automation fails for all records of a collection with more
 * @param hiddenFields fields that this user may no longer see: describe omits them, and records that name one fail
 * @param hold the next so many API calls that write wait until the faults are set again, and are then carried out
 * @param omitResults the next so many collections of inserts are carried out, and the response lacks the last result
 * @param commitThenTimeOut the next so many API calls that write are carried out, and never answered: the connection
 *     stays silent until the faults are set again or ten minutes are over, and is then closed
 * @param truncate the next so many answers to API calls break off in the middle
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
        List<@Valid FailRecords> failRecords,
        @Valid @Nullable FixedResponse callResponse,
        @Valid @Nullable FixedResponse signInResponse,
        List<@Valid FailCalls> failCalls,
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

    /** How many times the faults that are counted are still to happen. */
    record Counts(int lockErrors, int hold, int omitResults, int commitThenTimeOut, int truncate) {}

    public Faults {
        failRecords = List.copyOf(Objects.requireNonNullElse(failRecords, List.of()));
        failCalls = List.copyOf(Objects.requireNonNullElse(failCalls, List.of()));
        hiddenFields = List.copyOf(Objects.requireNonNullElse(hiddenFields, List.of()));
    }

    /** The same without what happens once, and with what is left of what is counted. */
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
