package io.caseline.tellers.status;

import io.caseline.schemas.AssociationStatus;
import io.caseline.schemas.AssociationStatus.State;
import io.caseline.tellers.outcome.Outcome;
import io.caseline.tellers.outcome.OutcomeStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers the gateway's status queries, for commands of the merchants that the token names. */
@RestController
class AssociationStatusController {
    /** At once; more of them wait, so that they leave most connections to the database to the commands. */
    private static final int STATUS_QUERIES = 4;

    private final OutcomeStore outcomes;
    private final ReceivedCommandStore received;

    AssociationStatusController(OutcomeStore outcomes, ReceivedCommandStore received) {
        this.outcomes = outcomes;
        this.received = received;
    }

    @ConcurrencyLimit(STATUS_QUERIES)
    @GetMapping("/internal/associations/{correlationId}")
    AssociationStatus status(@PathVariable UUID correlationId, @AuthenticationPrincipal Jwt token) {
        List<String> merchants =
                Optional.ofNullable(token.getClaimAsStringList("merchants")).orElse(List.of());
        return outcomes.find(correlationId)
                .filter(outcome -> merchants.contains(outcome.merchantId()))
                .map(AssociationStatusController::status)
                .or(() -> received.merchant(correlationId)
                        .filter(merchants::contains)
                        .map(merchant -> new AssociationStatus(correlationId, State.RECEIVED, null, null, null)))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No merchant of this token has sent this request"));
    }

    private static AssociationStatus status(Outcome outcome) {
        return new AssociationStatus(
                outcome.correlationId(),
                state(outcome),
                outcome.reason().code(),
                outcome.reason().name(),
                outcome.decidedAt());
    }

    private static State state(Outcome outcome) {
        return switch (outcome.state()) {
            case ASSOCIATED -> State.ASSOCIATED;
            case REJECTED -> State.REJECTED;
            case DEFERRED -> State.DEFERRED;
        };
    }
}
