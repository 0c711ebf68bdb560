package io.caseline.cases.console;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** teller-processor's lookups for operators. No names and no card numbers: a card is named by its account. */
@HttpExchange("/internal/operators")
interface TellersApi {

    @GetExchange("/teller")
    Teller teller(
            @RequestParam String merchant,
            @RequestParam String teller,
            @RequestParam(required = false) @Nullable String before);

    @GetExchange("/accounts/{accountId}")
    Account account(@PathVariable UUID accountId, @RequestParam(required = false) @Nullable String before);

    @GetExchange("/pending-plan-changes")
    PendingPlanChanges pendingPlanChanges();

    /** @param next where the next, older page begins; null if this is the last */
    record History<T>(List<T> entries, @Nullable String next) {}

    record Card(UUID accountId, String feePlan, Instant since, UUID correlationId) {}

    record Association(
            Instant associatedAt, UUID accountId, @Nullable UUID replacedAccountId, UUID correlationId) {}

    record Teller(
            String merchantId,
            String tellerId,
            String status,
            @Nullable Card card,
            History<Association> history) {}

    record FeePlanChange(
            Instant changedAt,
            String from,
            String to,
            UUID correlationId,
            @Nullable String merchantId,
            @Nullable String tellerId) {}

    record Account(UUID accountId, String status, String feePlan, Instant openedAt, History<FeePlanChange> history) {}

    /** An account whose plan at the card core may differ from the one that is stored. */
    record PendingPlanChange(
            UUID accountId,
            @Nullable String feePlan,
            String requestedPlan,
            @Nullable String restoreTo,
            Instant since,
            UUID correlationId) {}

    record PendingPlanChanges(long total, List<PendingPlanChange> changes) {}
}
