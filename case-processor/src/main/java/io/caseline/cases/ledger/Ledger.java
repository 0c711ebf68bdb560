package io.caseline.cases.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What became of each accepted correlation id. */
@Service
public class Ledger {
    private static final int BATCH = 1000;

    static final String RECORD = """
            INSERT INTO case_ledger (correlation_id, program_code, request_id, state, attempts,
                command_topic, command_partition, command_offset, received_at, updated_at, version)
            VALUES (?, ?, ?, 'RECEIVED', 0, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING""";

    private final LedgerEntries entries;
    private final JdbcTemplate jdbc;
    private final InstantSource time;

    Ledger(LedgerEntries entries, JdbcTemplate jdbc, InstantSource time) {
        this.entries = entries;
        this.jdbc = jdbc;
        this.time = time;
    }

    /** Records the commands as Received, those that are not known yet; a known one stays as it is. */
    @Transactional
    public void record(Collection<CaseCommand> commands) {
        insert(commands);
    }

    @Transactional(readOnly = true)
    public Map<UUID, LedgerEntry> find(Collection<UUID> correlationIds) {
        return entries.findAnyOf(correlationIds.toArray(UUID[]::new)).stream()
                .collect(Collectors.toMap(LedgerEntry::correlationId, Function.identity()));
    }

    @Transactional(readOnly = true)
    public Optional<LedgerEntry> find(UUID correlationId) {
        return entries.findById(correlationId);
    }

    /**
     * Writes the outcomes, all or none; a command that the recorder has not come to yet is recorded first.
     *
     * @return the entry of each correlation id, with its outcome
     * @throws org.springframework.dao.ConcurrencyFailureException if somebody else has written one of the entries
     *     meanwhile: nothing is written, and the same can be tried again
     */
    @Transactional
    public Map<UUID, LedgerEntry> settle(Map<CaseCommand, CaseOutcome> outcomes) {
        // no finer than the database keeps it: an event made again from the stored entry must be the same
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<UUID, LedgerEntry> known = findOrRecord(outcomes.keySet());
        outcomes.forEach((command, outcome) -> {
            LedgerEntry entry = known.get(command.correlationId());
            if (entry == null) {
                throw new IllegalStateException("Not in the ledger: " + command.correlationId());
            }
            entry.settle(command, outcome, now);
        });
        return known;
    }

    private Map<UUID, LedgerEntry> findOrRecord(Collection<CaseCommand> commands) {
        List<UUID> ids = commands.stream().map(CaseCommand::correlationId).toList();
        Map<UUID, LedgerEntry> known = find(ids);
        List<CaseCommand> unknown = commands.stream()
                .filter(command -> !known.containsKey(command.correlationId()))
                .toList();
        if (!unknown.isEmpty()) {
            insert(unknown);
            known.putAll(find(unknown.stream().map(CaseCommand::correlationId).toList()));
        }
        return known;
    }

    private void insert(Collection<CaseCommand> commands) {
        // In one order everywhere: the recorder and the submission insert the same rows at the same time
        List<CaseCommand> sorted = commands.stream()
                .sorted(Comparator.comparing(CaseCommand::correlationId))
                .toList();
        jdbc.batchUpdate(RECORD, sorted, BATCH, row(time.instant()));
    }

    static ParameterizedPreparedStatementSetter<CaseCommand> row(Instant now) {
        return (row, command) -> {
            row.setObject(1, command.correlationId());
            row.setString(2, command.programCode());
            row.setObject(3, command.requestId());
            row.setString(4, command.position().topic());
            row.setInt(5, command.position().partition());
            row.setLong(6, command.position().offset());
            row.setTimestamp(7, Timestamp.from(command.receivedAt()));
            row.setTimestamp(8, Timestamp.from(now));
        };
    }
}
