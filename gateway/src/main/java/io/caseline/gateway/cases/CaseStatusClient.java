package io.caseline.gateway.cases;

import io.caseline.schemas.CaseStatus;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** Queries case-processor for the status of a case. case-processor checks the caller's own token too. */
interface CaseStatusClient {

    /** 404 if the ledger has no such id for that program. */
    @GetExchange("/internal/cases/{correlationId}")
    CaseStatus status(
            @PathVariable UUID correlationId,
            @RequestParam String program,
            @RequestHeader("Authorization") String authorization);
}
