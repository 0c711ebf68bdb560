package io.caseline.gateway.cases;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** case-processor's internal question: what became of a case? The caller's own token is shown there too. */
interface CaseStatusClient {

    /** 404 if the ledger has no such id of that program. */
    @GetExchange("/internal/cases/{correlationId}")
    CaseStatus status(
            @PathVariable UUID correlationId,
            @RequestParam String program,
            @RequestHeader("Authorization") String authorization);

    /** @param state Received, Created, Failed or Discarded */
    record CaseStatus(
            UUID correlationId,
            String state,
            @Nullable String caseNumber,
            @Nullable String failureCode) {}
}
