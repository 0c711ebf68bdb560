package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.ErrorKind;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whose fault a refusal is, judged here and nowhere else: the record's, which fails; the program's, which is held; the
 * org's, so that all calls are held; or nobody's, and the record is sent again.
 *
 * <p>A program is held after {@value #ENOUGH} refusals with one code that make most of its last {@value #WINDOW} results,
 * unless the code speaks of the record's data; and at once if it speaks of the org, as long as no record of another program
 * in the same call is refused with it, too: then all calls are held. The refused records of that call wait, too. A record that has waited so
 * and is refused again while others of its program pass fails alone.
 */
@Component
class FaultJudge {
    static final int ENOUGH = 5;
    static final int WINDOW = 20;

    private static final String PASSED = "";
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    /** For how many probes a probe's record waits, so that the next ones take others. */
    private static final int AFTER_PROBE = 6;

    private final DispatchSettings settings;
    private final Map<String, Deque<String>> lastResults = new HashMap<>();

    FaultJudge(DispatchSettings settings) {
        this.settings = settings;
    }

    /**
     * @param orgCode why all calls are to be held; empty if they are not
     * @param held programs to hold, with the refusal that shows why
     * @param passed programs of which a record passed
     */
    record Judgement(
            Map<ClaimedCommand, Decision> decisions,
            Optional<String> orgCode,
            Map<String, Refused> held,
            Set<String> passed) {}

    /**
     * Judges the results of one call.
     *
     * @param isHeld whether a program is held already: then its record was a probe, or was under way when the hold began
     * @param orgHold why all calls are held, if this was the probe that finds out whether they still have to be
     */
    synchronized Judgement judge(
            Map<ClaimedCommand, InsertResult> results, Predicate<String> isHeld, Optional<String> orgHold) {
        Map<ClaimedCommand, Decision> decisions = new LinkedHashMap<>();
        Map<String, Map<ClaimedCommand, Refused>> suspects = new LinkedHashMap<>();
        Set<String> passed = results.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof InsertResult.Created)
                .map(entry -> entry.getKey().programCode())
                .collect(Collectors.toSet());
        Optional<String> orgCode = orgCode(results, orgHold);
        results.forEach((command, result) -> {
            switch (result) {
                case InsertResult.Created created -> {
                    note(command.programCode(), PASSED);
                    decisions.put(
                            command, new Created(created.salesforceId(), created.caseNumber(), created.createdAt()));
                }
                case Refused refused -> {
                    if (orgCode.filter(refused.code()::equals).isPresent()) {
                        note(command.programCode(), refused.code());
                        decisions.put(command, new Retry(refused.code(), Duration.ZERO, false, refused.unanswered()));
                    } else {
                        refused(command, refused)
                                .ifPresentOrElse(
                                        decision -> decisions.put(command, decision),
                                        () -> suspects.computeIfAbsent(
                                                        command.programCode(), program -> new LinkedHashMap<>())
                                                .put(command, refused));
                    }
                }
            }
        });
        Map<String, Refused> held = new LinkedHashMap<>();
        suspects.forEach((program, refused) -> {
            if (isHeld.test(program)) {
                refused.forEach((command, refusal) ->
                        decisions.put(command, new Retry(refusal.code(), afterProbe(), true, refusal.unanswered())));
            } else {
                judgeProgram(program, refused, passed.contains(program), decisions)
                        .ifPresent(cause -> held.put(program, cause));
            }
        });
        return new Judgement(decisions, orgCode, held, passed);
    }

    /** The program's hold is over: what was refused before says nothing any more. */
    synchronized void released(String program) {
        lastResults.remove(program);
    }

    /**
     * Unrelated records refused with one code, and none that passed: the org refuses everything. Unless it did so before to
     * all of these programs, and took records of others since: then each of them is held alone.
     */
    private Optional<String> orgCode(Map<ClaimedCommand, InsertResult> results, Optional<String> orgHold) {
        Set<String> codes = codes(results.values());
        if (results.values().stream().anyMatch(InsertResult.Created.class::isInstance)) {
            return Optional.empty();
        }
        if (codes.size() != 1) {
            return Optional.empty();
        }
        Set<String> programs =
                results.keySet().stream().map(ClaimedCommand::programCode).collect(Collectors.toSet());
        return codes.stream()
                .filter(FaultJudge::isSuspect)
                .filter(code -> orgHold.filter(code::equals).isPresent()
                        || (programs.size() > 1 && (isOfOrg(code) || isNews(code, results.size(), programs))))
                .findFirst();
    }

    private static boolean isOfOrg(String code) {
        return ErrorKind.of(code) == ErrorKind.ORG;
    }

    private boolean isNews(String code, int records, Set<String> programs) {
        return records >= ENOUGH
                && !programs.stream().allMatch(program -> majority(program).equals(code));
    }

    private static Set<String> codes(Collection<InsertResult> results) {
        return results.stream()
                .filter(Refused.class::isInstance)
                .map(result -> ((Refused) result).code())
                .collect(Collectors.toSet());
    }

    private static boolean isSuspect(String code) {
        return switch (ErrorKind.of(code)) {
            case REFUSED, AUTOMATION, ORG -> true;
            case DATA, BUSY, NOT_YET -> false;
        };
    }

    /** The decision where the refusal speaks for itself; empty where the program's other records decide. */
    private Optional<Decision> refused(ClaimedCommand command, Refused refused) {
        return switch (ErrorKind.of(refused.code())) {
            case DATA -> Optional.of(failed(refused));
            case BUSY -> Optional.of(isBusyTooOften(command) ? failed(refused) : later(command, refused));
            case NOT_YET -> Optional.of(later(command, refused));
            case REFUSED, AUTOMATION, ORG -> Optional.empty();
        };
    }

    private Duration afterProbe() {
        return settings.probeEvery().multipliedBy(AFTER_PROBE);
    }

    private boolean isBusyTooOften(ClaimedCommand command) {
        String before = command.lastCode(); // other tries, such as those of a held program, say nothing
        return command.tries() + 1 >= settings.busyTries()
                && (settings.busyTries() == 1 || (before != null && ErrorKind.of(before) == ErrorKind.BUSY));
    }

    private static Failed failed(Refused refused) {
        return new Failed(refused.code(), refused.fields(), refused.unanswered());
    }

    /** After a pause that doubles with each try. */
    private Retry later(ClaimedCommand command, Refused refused) {
        Duration pause = settings.busy().first().multipliedBy(1L << Math.min(command.tries(), 20));
        Duration longest =
                ErrorKind.of(refused.code()) == ErrorKind.BUSY ? settings.busy().longest() : LONGEST_DELAY;
        return new Retry(refused.code(), pause.compareTo(longest) < 0 ? pause : longest, true, refused.unanswered());
    }

    private Optional<Refused> judgeProgram(
            String program,
            Map<ClaimedCommand, Refused> refused,
            boolean othersPassed,
            Map<ClaimedCommand, Decision> decisions) {
        refused.values().forEach(refusal -> note(program, refusal.code()));
        String code = majority(program);
        Refused cause = null;
        for (Map.Entry<ClaimedCommand, Refused> entry : refused.entrySet()) {
            ClaimedCommand command = entry.getKey();
            Refused refusal = entry.getValue();
            boolean again = command.tries() > 0 && refusal.code().equals(command.lastCode());
            if ((refusal.code().equals(code) || isOfOrg(refusal.code())) && !(again && othersPassed)) {
                decisions.put(command, new Retry(refusal.code(), Duration.ZERO, true, refusal.unanswered()));
                cause = refusal;
            } else {
                decisions.put(command, failed(refusal));
            }
        }
        return Optional.ofNullable(cause);
    }

    private void note(String program, String result) {
        Deque<String> results = lastResults.computeIfAbsent(program, name -> new ArrayDeque<>());
        results.addLast(result);
        if (results.size() > WINDOW) {
            results.removeFirst();
        }
    }

    /** The code that makes most of the program's last results; empty if there is none, or too few have it. */
    private String majority(String program) {
        List<String> results = List.copyOf(lastResults.getOrDefault(program, new ArrayDeque<>()));
        return results.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> !entry.getKey().equals(PASSED))
                .filter(entry -> entry.getValue() >= ENOUGH && 2 * entry.getValue() > results.size())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(PASSED);
    }
}
