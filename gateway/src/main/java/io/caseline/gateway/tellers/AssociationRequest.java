package io.caseline.gateway.tellers;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A valid request for an association.
 *
 * @param tellerId whose card it becomes: retailChainUserId if given, else userId
 * @param accountNumber PAN, or an Insight partner's registration id
 */
record AssociationRequest(
        String requestId,
        String merchantId,
        String storeId,
        @Nullable String registerId,
        String userId,
        String tellerId,
        Instant requestDateTime,
        @Nullable UUID accountIdentifier,
        @Nullable String accountNumber) {}
