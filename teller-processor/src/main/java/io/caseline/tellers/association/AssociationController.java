package io.caseline.tellers.association;

import io.caseline.schemas.AssociationStatus;
import io.caseline.schemas.AssociationStatus.State;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Tells another module what became of a request, if a merchant that the token is for has sent it. */
@RestController
final class AssociationController {
    private final Outcomes outcomes;
    private final ReceivedRequests requests;

    AssociationController(Outcomes outcomes, ReceivedRequests requests) {
        this.outcomes = outcomes;
        this.requests = requests;
    }

    @GetMapping("/internal/associations/{correlationId}")
    AssociationStatus status(@PathVariable UUID correlationId, @AuthenticationPrincipal Jwt token) {
        List<String> merchants =
                Optional.ofNullable(token.getClaimAsStringList("merchants")).orElse(List.of());
        return outcomes.find(correlationId)
                .filter(outcome -> merchants.contains(outcome.merchantId()))
                .map(AssociationController::status)
                .or(() -> requests.merchant(correlationId)
                        .filter(merchants::contains)
                        .map(merchant -> new AssociationStatus(correlationId, State.RECEIVED, null, null, null)))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No merchant of this token has sent such a request"));
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
