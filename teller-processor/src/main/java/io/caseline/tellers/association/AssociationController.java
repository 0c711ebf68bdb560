package io.caseline.tellers.association;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
    private static final String RECEIVED = "RECEIVED";

    private final Outcomes outcomes;
    private final ReceivedRequests requests;

    AssociationController(Outcomes outcomes, ReceivedRequests requests) {
        this.outcomes = outcomes;
        this.requests = requests;
    }

    /** @param responseCode null while nothing is decided, as are reason and decidedAt */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Association(
            UUID correlationId,
            String state,
            @Nullable Integer responseCode,
            @Nullable Reason reason,
            @Nullable Instant decidedAt) {

        static Association of(Outcome outcome) {
            return new Association(
                    outcome.correlationId(),
                    outcome.state().name(),
                    outcome.reason().code(),
                    outcome.reason(),
                    outcome.decidedAt());
        }
    }

    @GetMapping("/internal/associations/{correlationId}")
    Association association(@PathVariable UUID correlationId, @AuthenticationPrincipal Jwt token) {
        List<String> merchants =
                Optional.ofNullable(token.getClaimAsStringList("merchants")).orElse(List.of());
        return outcomes.find(correlationId)
                .filter(outcome -> merchants.contains(outcome.merchantId()))
                .map(Association::of)
                .or(() -> requests.merchant(correlationId)
                        .filter(merchants::contains)
                        .map(merchant -> new Association(correlationId, RECEIVED, null, null, null)))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "No merchant of this token has sent such a request"));
    }
}
