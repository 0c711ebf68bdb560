package io.caseline.tellers.feeplans;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/** The card core's HTTP API. */
@HttpExchange(contentType = "application/json")
interface CardCoreApi {

    /** @param idempotencyKey the core answers a repeat under the same key alike, without a further effect */
    @PutExchange("/accounts/{account}/fee-plan")
    ResponseEntity<Void> change(
            @PathVariable UUID account,
            @RequestHeader("Idempotency-Key") String idempotencyKey,
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestBody Plan plan);

    record Plan(String feePlan) {}
}
