package io.caseline.cases.status;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.schemas.CaseStatus;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Answers the gateway's status queries. */
@RestController
class CaseStatusController {
    /** At once; more of them wait, so that they leave most connections to the database to the cases. */
    private static final int STATUS_QUERIES = 8;

    private final Ledger ledger;
    private final boolean readsChanges;

    CaseStatusController(Ledger ledger, @Value("${caseline.life.enabled:true}") boolean readsChanges) {
        this.ledger = ledger;
        this.readsChanges = readsChanges;
    }

    /** 403 for a token that is not for the program; 404 for an id that this program never got. */
    @ConcurrencyLimit(STATUS_QUERIES)
    @GetMapping("/internal/cases/{correlationId}")
    CaseStatus status(
            @PathVariable UUID correlationId, @RequestParam String program, @AuthenticationPrincipal Jwt token) {
        List<String> programs = token.getClaimAsStringList("programs");
        if (programs == null || !programs.contains(program)) {
            throw new ErrorResponseException(HttpStatus.FORBIDDEN);
        }
        return ledger.find(correlationId)
                .filter(entry -> entry.programCode().equals(program))
                .map(this::status)
                .orElseThrow(() -> new ErrorResponseException(HttpStatus.NOT_FOUND));
    }

    /** Without changes, what was seen when the case was created would be told for ever. */
    private CaseStatus status(LedgerEntry entry) {
        CaseSnapshot known = readsChanges
                        && entry.state() == CaseState.CREATED
                        && !entry.snapshot().deleted()
                ? entry.snapshot()
                : CaseSnapshot.UNKNOWN;
        return new CaseStatus(
                entry.correlationId(),
                entry.programCode(),
                state(entry.state()),
                entry.caseNumber(),
                entry.state() == CaseState.FAILED ? entry.failureCode() : null,
                known.status(),
                known.closed());
    }

    /**
     * State by state, so that a new state needs a mapping to compile. UNKNOWN is never sent: a gateway reads a later
     * version's state as that.
     */
    private static CaseStatus.State state(CaseState state) {
        return switch (state) {
            case RECEIVED -> CaseStatus.State.RECEIVED;
            case CREATED -> CaseStatus.State.CREATED;
            case FAILED -> CaseStatus.State.FAILED;
            case DISCARDED -> CaseStatus.State.DISCARDED;
        };
    }
}
