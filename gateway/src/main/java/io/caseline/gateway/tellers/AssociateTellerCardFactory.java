package io.caseline.gateway.tellers;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Sealing;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes the command of an association. The card's number is sealed. */
@Component
class AssociateTellerCardFactory {
    private final Sealing sealing;
    private final InstantSource clock;

    AssociateTellerCardFactory(Sealing sealing, InstantSource clock) {
        this.sealing = sealing;
        this.clock = clock;
    }

    AssociateTellerCard create(UUID correlationId, AssociationRequest request, boolean respondAsync) {
        return AssociateTellerCard.newBuilder()
                .setCorrelationId(correlationId)
                .setRequestId(request.requestId())
                .setMerchantId(request.merchantId())
                .setStoreId(request.storeId())
                .setRegisterId(request.registerId())
                .setUserId(request.userId())
                .setTellerId(request.tellerId())
                .setAccountIdentifier(request.accountIdentifier())
                .setSealedAccountNumber(Optional.ofNullable(request.accountNumber())
                        .map(number -> sealing.seal(number, correlationId))
                        .orElse(null))
                .setRequestDateTime(request.requestDateTime().truncatedTo(ChronoUnit.MILLIS))
                .setReceivedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setRespondAsync(respondAsync)
                .build();
    }
}
