package io.caseline.cases.testing;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims.Traffic;
import io.caseline.messages.SubmitCase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Claimed commands, as they come from the ledger. */
public final class ClaimedCommands {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** What each of these commands takes in memory. */
    public static final int SIZE = 500;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private ClaimedCommands() {}

    public static ClaimedCommand claimed(String program) {
        return claimed(program, null, NOW);
    }

    public static List<ClaimedCommand> claimed(String program, int count) {
        return Stream.generate(() -> claimed(program)).limit(count).toList();
    }

    public static ClaimedCommand awaited(String program) {
        return claimed(program, NOW.plusSeconds(5), NOW);
    }

    public static List<ClaimedCommand> awaited(String program, int count) {
        return Stream.generate(() -> awaited(program)).limit(count).toList();
    }

    public static ClaimedCommand claimed(String program, @Nullable Instant waitUntil, Instant receivedAt) {
        UUID id = UUID.randomUUID();
        ByteBuffer sealed = ByteBuffer.allocate(SIZE - 400);
        CaseCommand command =
                new CaseCommand(id, program, UUID.randomUUID(), receivedAt, sealed, waitUntil, Optional.empty());
        return new ClaimedCommand(command, NUMBERS.incrementAndGet(), 0, null);
    }

    public static List<ClaimedCommand> replayed(String program, int count) {
        return Stream.generate(() -> {
                    ClaimedCommand live = claimed(program, null, NOW.minusSeconds(86_400));
                    return new ClaimedCommand(live.command(), live.claim(), 0, null, Traffic.REPLAY);
                })
                .limit(count)
                .toList();
    }

    public static CaseCommand command(SubmitCase message) {
        return new CaseCommand(
                message.getCorrelationId(),
                message.getProgramCode(),
                message.getRequestId(),
                message.getReceivedAt(),
                message.getSealedCase(),
                null,
                Optional.empty());
    }

    public static ClaimedCommand triedAgain(String program, int tries, String lastCode) {
        ClaimedCommand first = claimed(program);
        return new ClaimedCommand(first.command(), first.claim(), tries, lastCode);
    }
}
