package io.caseline.gateway.tellers;

import io.caseline.schemas.AssociationStatus;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;

/** Queries teller-processor for the status of a request. teller-processor checks the caller's own token too. */
interface AssociationStatusClient {

    /** 404 if none of the token's merchants has sent such a request. */
    @GetExchange("/internal/associations/{correlationId}")
    AssociationStatus status(@PathVariable UUID correlationId, @RequestHeader("Authorization") String authorization);
}
