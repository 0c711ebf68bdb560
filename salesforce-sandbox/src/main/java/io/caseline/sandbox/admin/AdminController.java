package io.caseline.sandbox.admin;

import io.caseline.sandbox.cases.CaseStore;
import io.caseline.sandbox.faults.CallLog;
import io.caseline.sandbox.faults.FaultBoard;
import io.caseline.sandbox.faults.Faults;
import io.caseline.sandbox.faults.Stats;
import io.caseline.sandbox.limits.ApiUsage;
import io.caseline.sandbox.limits.RunningCalls;
import io.caseline.sandbox.oauth.Sessions;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sets faults and shows what has happened. It asks for no sign-in: the sandbox listens to its own machine only. */
@RestController
@RequestMapping("/sandbox")
class AdminController {

    private final FaultBoard board;
    private final Stats stats;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final CaseStore cases;
    private final RunningCalls running;
    private final CallLog log;

    AdminController(
            FaultBoard board,
            Stats stats,
            Sessions sessions,
            ApiUsage usage,
            CaseStore cases,
            RunningCalls running,
            CallLog log) {
        this.board = board;
        this.stats = stats;
        this.sessions = sessions;
        this.usage = usage;
        this.cases = cases;
        this.running = running;
        this.log = log;
    }

    @GetMapping("/faults")
    Faults faults() {
        return board.faults();
    }

    @PutMapping("/faults")
    Faults set(@RequestBody @Valid Faults faults) {
        board.set(faults); // first: no session may begin between its end and the fault of the sign-in
        if (faults.expireSessions()) {
            sessions.endAll();
        }
        if (faults.apiUsage() != null) {
            usage.set(faults.apiUsage());
        }
        return board.faults();
    }

    @DeleteMapping("/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear() {
        board.set(Faults.NONE);
    }

    @GetMapping("/stats")
    Stats.Snapshot stats() {
        return stats.snapshot(cases.count(), usage.used(), running.count());
    }

    /** Begins to count anew. */
    @DeleteMapping("/stats")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetStats() {
        stats.reset();
        log.clear();
    }

    /** The latest API calls, the oldest first. */
    @GetMapping("/calls")
    List<CallLog.Call> calls() {
        return log.calls();
    }

    /** Empties the org, and begins to count anew; the daily usage stays, as it would. */
    @DeleteMapping("/cases")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteCases() {
        cases.deleteAll();
        resetStats();
    }
}
