package io.caseline.cases.faults;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceCodes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes a decision of each result of a call. A success is Created. For a refusal it decides whether to retry, or whose fault
 * it is: the record's, which fails; the program's, which is held; or the org's, and then all calls are held.
 *
 * <p>All of that judgement is behind this class, in this package. The client only translates what Salesforce says: an
 * {@link InsertResult} for each record, or an exception for the whole call. The circuit breaker, the program holds and the
 * ledger only carry out what is decided here. The package's other classes are its parts: {@link ErrorKind} says what a
 * code means, {@link ProgramHistory} what happened to a program lately, {@link RetryPolicy} how often and when to retry,
 * {@link AutomationRefusal} whether a call was too big, {@link CallFailure} what a call without results means, and
 * {@link Bisection} finds the record for which a call is refused.
 *
 * <p>A program is held after {@value ProgramHistory#ENOUGH} refusals with one code that make most of its last
 * {@value ProgramHistory#WINDOW} results, unless the code is about the record's data; and at once if the code is about the
 * org. If records of several programs in one call are all refused with such a code, all calls are held. The refused records
 * wait with the program. A record that has waited and is refused again while others of its program pass fails alone. A
 * record of a replay fails alone, and never holds the live traffic of its program: the replay's canary is there for that.
 */
public final class FaultJudge {
    private final RetryPolicy retries;
    private final ProgramHistory history = new ProgramHistory();

    public FaultJudge(RetryPolicy retries) {
        this.retries = retries;
    }

    /**
     * @param orgCode why all calls are to be held; empty if they are not
     * @param toHold programs to hold, with the refusal that shows why
     * @param programsWithSuccess programs of which a record passed
     */
    public record Judgement(
            Map<ClaimedCommand, Decision> decisions,
            Optional<String> orgCode,
            Map<String, Refused> toHold,
            Set<String> programsWithSuccess) {}

    /** Why the org's automation refused all records of a call alike, as it does with a call that is too big for it. */
    public static Optional<Refused> refusedAsWhole(Map<ClaimedCommand, InsertResult> results) {
        return AutomationRefusal.ofAll(results);
    }

    /** The records of each program whose records in a call the org's automation refused alike. */
    public static List<AutomationRefusal> refusedTogether(Map<ClaimedCommand, InsertResult> results) {
        return AutomationRefusal.ofPrograms(results);
    }

    /** Whether the refusal is about the values of single fields, so that the record may pass without them. */
    public static boolean isAboutFieldValues(Refused refused) {
        return ErrorKind.of(refused.code()) == ErrorKind.DATA
                || refused.code().equals(SalesforceCodes.FIELD_CUSTOM_VALIDATION_EXCEPTION);
    }

    /**
     * Judges the results of one call.
     *
     * @param isHeld whether a program is held already: then its record was a probe, or was under way when the hold began
     * @param orgHold why all calls are held, if this was the probe that finds out whether they still have to be
     */
    public synchronized Judgement judge(
            Map<ClaimedCommand, InsertResult> results, Predicate<String> isHeld, Optional<String> orgHold) {
        Map<ClaimedCommand, Decision> decisions = new LinkedHashMap<>();
        Map<String, Map<ClaimedCommand, Refused>> undecided = new LinkedHashMap<>();
        Set<String> programsWithSuccess = results.entrySet().stream()
                .filter(result -> result.getValue() instanceof InsertResult.Exists)
                .map(result -> result.getKey().programCode())
                .collect(Collectors.toSet());
        Optional<String> orgCode = orgCode(results, orgHold);
        results.forEach((command, result) -> {
            switch (result) {
                case InsertResult.Exists exists -> {
                    history.passed(command.programCode());
                    decisions.put(
                            command,
                            new Created(
                                    exists.salesforceId(), exists.caseNumber(), exists.createdAt(), exists.snapshot()));
                }
                case Refused refused -> {
                    Optional<Decision> decision =
                            orgCode.filter(refused.code()::equals).isPresent()
                                    ? Optional.of(withOrg(command, refused))
                                    : judgeRecord(command, refused);
                    decision.ifPresentOrElse(
                            decided -> decisions.put(command, decided),
                            () -> undecided
                                    .computeIfAbsent(command.programCode(), program -> new LinkedHashMap<>())
                                    .put(command, refused));
                }
            }
        });
        Map<String, Refused> toHold = new LinkedHashMap<>();
        undecided.forEach((program, refused) -> {
            if (isHeld.test(program)) {
                refused.forEach((command, refusal) -> decisions.put(command, retries.afterProbe(refusal)));
            } else {
                judgeProgram(program, refused, programsWithSuccess.contains(program), decisions)
                        .ifPresent(cause -> toHold.put(program, cause));
            }
        });
        return new Judgement(decisions, orgCode, toHold, programsWithSuccess);
    }

    /** The program is no longer held: its earlier refusals no longer count. */
    public synchronized void released(String program) {
        history.clear(program);
    }

    /**
     * Records of several programs refused with one code, and none that passed: the org refuses everything. Unless each of
     * these programs was refused so before, and the org took records of others since: then each of them is held alone.
     */
    private Optional<String> orgCode(Map<ClaimedCommand, InsertResult> results, Optional<String> orgHold) {
        Set<String> codes = results.values().stream()
                .map(result -> result instanceof Refused refused ? refused.code() : "")
                .collect(Collectors.toSet());
        Set<String> programs =
                results.keySet().stream().map(ClaimedCommand::programCode).collect(Collectors.toSet());
        if (codes.size() != 1) {
            return Optional.empty();
        }
        return codes.stream()
                .filter(code -> !code.isEmpty() && ErrorKind.of(code).mayBeOfProgram())
                .filter(code -> orgHold.filter(code::equals).isPresent()
                        || (programs.size() > 1 && (isOfOrg(code) || isNew(code, live(results), programs))))
                .findFirst();
    }

    private static int live(Map<ClaimedCommand, InsertResult> results) {
        return (int) results.keySet().stream()
                .filter(command -> !command.isReplayed())
                .count();
    }

    private static boolean isOfOrg(String code) {
        return ErrorKind.of(code) == ErrorKind.ORG;
    }

    private boolean isNew(String code, int records, Set<String> programs) {
        return records >= ProgramHistory.ENOUGH
                && !programs.stream()
                        .allMatch(program -> history.prevailingCode(program)
                                .filter(code::equals)
                                .isPresent());
    }

    /** The decision where the code alone decides; empty where the program's other records do. */
    private Optional<Decision> judgeRecord(ClaimedCommand command, Refused refused) {
        return switch (ErrorKind.of(refused.code())) {
            case DATA -> Optional.of(failed(refused));
            case BUSY -> Optional.of(retries.busy(command, refused));
            case NOT_YET -> Optional.of(retries.later(command, refused));
            case REFUSED, AUTOMATION -> command.isReplayed() ? Optional.of(failed(refused)) : Optional.empty();
            case ORG -> Optional.empty();
        };
    }

    /** The record waits with the org, which refuses everything. */
    private Retry withOrg(ClaimedCommand command, Refused refused) {
        history.refused(command.programCode(), refused.code());
        return new Retry(refused.code(), Duration.ZERO, false, refused.caseMayExist());
    }

    private static Failed failed(Refused refused) {
        return new Failed(refused.code(), refused.fields(), refused.caseMayExist());
    }

    private Optional<Refused> judgeProgram(
            String program,
            Map<ClaimedCommand, Refused> refused,
            boolean othersPassed,
            Map<ClaimedCommand, Decision> decisions) {
        refused.values().forEach(refusal -> history.refused(program, refusal.code()));
        Optional<String> code = history.prevailingCode(program);
        Refused cause = null;
        for (Map.Entry<ClaimedCommand, Refused> each : refused.entrySet()) {
            ClaimedCommand command = each.getKey();
            Refused refusal = each.getValue();
            boolean again = command.tries() > 0 && refusal.code().equals(command.lastCode());
            boolean isProgramFault = code.filter(refusal.code()::equals).isPresent() || isOfOrg(refusal.code());
            if (isProgramFault && !(again && othersPassed)) {
                decisions.put(command, new Retry(refusal.code(), Duration.ZERO, true, refusal.caseMayExist()));
                cause = refusal;
            } else {
                decisions.put(command, failed(refusal));
            }
        }
        return Optional.ofNullable(cause);
    }
}
