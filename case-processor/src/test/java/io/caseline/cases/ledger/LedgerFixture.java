package io.caseline.cases.ledger;

import io.caseline.cases.ledger.Claims.Traffic;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Ledger.Inserted;
import io.caseline.cases.outcome.OutcomeStore;
import io.caseline.cases.testing.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** A ledger on a real database, and commands for it. */
public abstract class LedgerFixture {
    protected static final Created OUTCOME = new Created("500A", "00000001", Instant.EPOCH, CaseSnapshot.UNKNOWN);
    protected static final Failed FAILURE = new Failed("STRING_TOO_LONG", List.of("Subject", "Description"));

    protected final TestDatabase database = new TestDatabase();
    protected final Ledger ledger = new Ledger(database.jdbc);
    protected final Claims claims = new Claims(database.jdbc);
    protected final OutcomeStore store = new OutcomeStore(database.jdbc);
    protected final PossibleCases possibleCases = new PossibleCases(database.jdbc);
    protected final UUID instance = instance();

    @AfterEach
    void close() {
        database.close();
    }

    protected final UUID instance() {
        UUID id = UUID.randomUUID();
        database.jdbc
                .sql("insert into instance (id, counter) values (?, 0)")
                .param(id)
                .update();
        return id;
    }

    protected static CaseCommand command(String program) {
        return new CaseCommand(
                UUID.randomUUID(),
                program,
                UUID.randomUUID(),
                Instant.parse("2026-01-01T00:00:00Z"),
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                null,
                Optional.empty());
    }

    protected Inserted insert(CaseCommand command) {
        return ledger.insert(List.of(command), each -> true, instance);
    }

    protected ClaimedCommand claimed(CaseCommand command) {
        Long claim = Objects.requireNonNull(insert(command).claims().get(command.correlationId()));
        return new ClaimedCommand(command, claim, 0, null);
    }

    protected void release(ClaimedCommand command) {
        claims.release(List.of(command));
    }

    protected List<ClaimedCommand> due(String program) {
        return claims.due(program, Traffic.LIVE, Instant.EPOCH, 100, instance).commands();
    }

    protected List<LedgerEntry> save(ClaimedCommand command, Decision decision) {
        return store.save(Map.of(command, decision));
    }

    protected CaseState state(ClaimedCommand command) {
        return ledger.find(command.correlationId()).orElseThrow().state();
    }
}
