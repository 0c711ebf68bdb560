package io.caseline.tellers.association;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Tells another module what became of a request, for a merchant that the token is for. */
@RestController
final class AssociationController {
    private final Outcomes outcomes;

    AssociationController(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    record Association(UUID correlationId, Outcome.State state, int responseCode, Reason reason) {}

    @GetMapping("/internal/associations/{correlationId}")
    Association association(
            @PathVariable UUID correlationId, @RequestParam String merchant, @AuthenticationPrincipal Jwt token) {
        List<String> merchants = merchants(token);
        if (merchants == null || !merchants.contains(merchant)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN, "The token is not for this merchant");
        }
        return outcomes.find(correlationId)
                .filter(outcome -> outcome.merchantId().equals(merchant))
                .map(outcome -> new Association(
                        correlationId, outcome.state(), outcome.reason().code(), outcome.reason()))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "This merchant has no decided request with this correlation id"));
    }

    private static @Nullable List<String> merchants(Jwt token) {
        return token.getClaimAsStringList("merchants");
    }
}
