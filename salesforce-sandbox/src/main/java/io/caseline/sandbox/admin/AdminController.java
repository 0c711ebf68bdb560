package io.caseline.sandbox.admin;

import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.faults.CallLog;
import io.caseline.sandbox.faults.Faults;
import io.caseline.sandbox.faults.Stats;
import io.caseline.sandbox.limits.ApiUsage;
import io.caseline.sandbox.limits.RunningCalls;
import io.caseline.sandbox.oauth.Sessions;
import io.caseline.sandbox.store.CaseStore;
import io.caseline.sandbox.store.RecycleBin;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Sets faults and returns statistics. It needs no sign-in, because the sandbox listens on the loopback interface only. */
@RestController
@RequestMapping("/sandbox")
class AdminController {

    private final ActiveFaults faults;
    private final Stats stats;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final CaseStore cases;
    private final RecycleBin recycleBin;
    private final RunningCalls running;
    private final CallLog log;

    AdminController(
            ActiveFaults faults,
            Stats stats,
            Sessions sessions,
            ApiUsage usage,
            CaseStore cases,
            RecycleBin recycleBin,
            RunningCalls running,
            CallLog log) {
        this.faults = faults;
        this.stats = stats;
        this.sessions = sessions;
        this.usage = usage;
        this.cases = cases;
        this.recycleBin = recycleBin;
        this.running = running;
        this.log = log;
    }

    @GetMapping("/faults")
    Faults faults() {
        return faults.faults();
    }

    @PutMapping("/faults")
    Faults set(@RequestBody @Valid Faults newFaults) {
        faults.set(newFaults); // first, so that no client signs in again before the sign-in fault is active
        if (newFaults.expireSessions()) {
            sessions.endAll();
        }
        if (newFaults.apiUsage() != null) {
            usage.set(newFaults.apiUsage());
        }
        return faults.faults();
    }

    @DeleteMapping("/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear() {
        faults.set(Faults.NONE);
    }

    @GetMapping("/stats")
    Stats.Snapshot stats() {
        return stats.snapshot(cases.count(), usage.used(), running.count());
    }

    /** Resets the counts and the call log. */
    @DeleteMapping("/stats")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void resetStats() {
        stats.reset();
        log.clear();
    }

    /** What agents do in the user interface of an org, for which the REST API has no call. */
    @PostMapping("/cases/{id}/restore")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void restore(@PathVariable String id) {
        check(recycleBin.restore(id));
    }

    @PostMapping("/cases/{id}/merge")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void merge(@PathVariable String id, @RequestParam String into) {
        check(recycleBin.merge(id, into));
    }

    private static void check(RecycleBin.Outcome outcome) {
        switch (outcome) {
            case DONE -> {}
            case NO_SUCH_CASE -> throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such case");
            case WRONG_STATE, DUPLICATE -> throw new ResponseStatusException(HttpStatus.CONFLICT, outcome.name());
        }
    }

    /** The latest API calls, oldest first. */
    @GetMapping("/calls")
    List<CallLog.Call> calls() {
        return log.calls();
    }

    /** Deletes all cases and resets the counts. The daily API usage is kept, as in Salesforce. */
    @DeleteMapping("/cases")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteCases() {
        cases.deleteAll();
        resetStats();
    }
}
