package io.caseline.gateway.cases;

import io.caseline.schemas.CaseStatus;
import java.util.UUID;
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
}
