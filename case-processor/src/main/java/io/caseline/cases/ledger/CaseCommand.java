package io.caseline.cases.ledger;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * The command to create one case.
 *
 * @param sealedCase what the customer said, sealed with the correlation id as associated data
 */
public record CaseCommand(
        UUID correlationId,
        String programCode,
        UUID requestId,
        Instant receivedAt,
        ByteBuffer sealedCase,
        CommandPosition position) {}
