package io.caseline.cases.dispatch;

import io.caseline.cases.faults.FaultJudge;
import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.faults.RetryPolicy;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Has the results of a call judged, successes and refusals, and carries out what that means for programs: holds, releases
 * and call sizes.
 */
@Component
class FaultHandler {
    private final FaultJudge judge;
    private final ProgramHolds holds;
    private final CallSizes sizes;

    FaultHandler(ProgramHolds holds, CallSizes sizes, DispatchSettings settings) {
        this.judge = new FaultJudge(new RetryPolicy(settings.busyTries(), settings.busy(), settings.probeEvery()));
        this.holds = holds;
        this.sizes = sizes;
    }

    /** @param orgHold why all calls are held, if this call is the probe that finds out whether they still have to be */
    Judgement handle(Map<ClaimedCommand, InsertResult> results, Optional<String> orgHold) {
        Judgement judgement = judge.judge(results, holds::isHeld, orgHold);
        judgement.toHold().forEach((program, refused) -> {
            String fields = refused.fields().isEmpty() ? null : String.join(",", refused.fields());
            holds.hold(program, refused.code(), fields);
        });
        judgement.programsWithSuccess().forEach(program -> {
            sizes.passed(program, results.size());
            if (holds.isHeld(program)) {
                holds.release(program);
                released(program);
            }
        });
        return judgement;
    }

    /** The program is no longer held, for whatever reason. */
    void released(String program) {
        judge.released(program);
    }
}
