package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.SalesforceSettings.Pause;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Claimed commands, and the settings that they are dispatched with. */
final class TestClaims {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** What each of these commands takes in memory. */
    static final int SIZE = 500;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private TestClaims() {}

    static DispatchSettings settings(DataSize memory, DataSize memoryPerProgram) {
        return new DispatchSettings(
                memory,
                memoryPerProgram,
                400,
                4,
                new Pause(Duration.ofSeconds(1), Duration.ofSeconds(3)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(11));
    }

    static DispatchSettings settings() {
        return settings(DataSize.ofMegabytes(32), DataSize.ofMegabytes(8));
    }

    static ClaimedCommand claimed(String program) {
        return claimed(program, null, NOW);
    }

    static List<ClaimedCommand> claimed(String program, int count) {
        return Stream.generate(() -> claimed(program)).limit(count).toList();
    }

    static ClaimedCommand awaited(String program) {
        return claimed(program, NOW.plusSeconds(5), NOW);
    }

    static List<ClaimedCommand> awaited(String program, int count) {
        return Stream.generate(() -> awaited(program)).limit(count).toList();
    }

    static ClaimedCommand claimed(String program, @Nullable Instant waitUntil, Instant receivedAt) {
        UUID id = UUID.randomUUID();
        ByteBuffer sealed = ByteBuffer.allocate(SIZE - 400);
        CaseCommand command =
                new CaseCommand(id, program, UUID.randomUUID(), receivedAt, sealed, waitUntil, Optional.empty());
        return new ClaimedCommand(command, NUMBERS.incrementAndGet(), 0, null);
    }

    static ClaimedCommand triedAgain(String program, int tries, String lastCode) {
        ClaimedCommand first = claimed(program);
        return new ClaimedCommand(first.command(), first.claim(), tries, lastCode);
    }
}
