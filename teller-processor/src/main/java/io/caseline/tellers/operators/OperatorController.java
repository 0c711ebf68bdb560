package io.caseline.tellers.operators;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Operators' lookups, for case-processor's console and for scripts. Operators see every merchant. */
@RestController
final class OperatorController {
    private final Histories histories;
    private final PendingPlans pendingPlans;

    OperatorController(Histories histories, PendingPlans pendingPlans) {
        this.histories = histories;
        this.pendingPlans = pendingPlans;
    }

    @GetMapping("/internal/operators/teller")
    Histories.Teller teller(
            @RequestParam String merchant,
            @RequestParam String teller,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "20") int limit) {
        return histories
                .teller(merchant, teller, Page.Query.of(before, limit))
                .orElseThrow(() -> notFound("This merchant has no such teller"));
    }

    @GetMapping("/internal/operators/accounts/{accountId}")
    Histories.Account account(
            @PathVariable UUID accountId,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "20") int limit) {
        return histories
                .account(accountId, Page.Query.of(before, limit))
                .orElseThrow(() -> notFound("There is no such account"));
    }

    @GetMapping("/internal/operators/pending-plan-changes")
    PendingPlans.Summary pendingPlanChanges(@RequestParam(defaultValue = "20") int limit) {
        return pendingPlans.oldest(Page.Query.of(null, limit).limit());
    }

    private static ResponseStatusException notFound(String sentence) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, sentence);
    }
}
