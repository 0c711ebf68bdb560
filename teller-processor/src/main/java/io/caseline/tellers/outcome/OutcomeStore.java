package io.caseline.tellers.outcome;

import static io.caseline.messaging.SqlArrays.integers;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.AssociationReason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The outcome of every command, so that a repeat gets the same outcome and has no second effect. */
@Component
public class OutcomeStore {
    private final JdbcClient jdbc;

    OutcomeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public Map<UUID, Outcome> find(Collection<UUID> correlationIds) {
        return jdbc
                .sql("select * from teller_outcome where correlation_id = any(:ids)")
                .param("ids", uuids(correlationIds, Function.identity()))
                .query(OutcomeStore::outcome)
                .list()
                .stream()
                .collect(Collectors.toMap(Outcome::correlationId, Function.identity()));
    }

    public Optional<Outcome> find(UUID correlationId) {
        return Optional.ofNullable(find(List.of(correlationId)).get(correlationId));
    }

    /**
     * Saves outcomes that were decided at one time.
     *
     * @throws OptimisticLockingFailureException if another transaction has decided one of the commands since it was read
     */
    public void save(Collection<Outcome> outcomes, Instant now) {
        if (outcomes.isEmpty()) {
            return;
        }
        int saved = jdbc.sql("""
                insert into teller_outcome (correlation_id, merchant_id, teller_id, state, response_code, reason, attempts,
                    account_id, previous_fee_plan, fee_plan, decided_at)
                select outcome.*, :now from unnest(:ids, :merchants, :tellers, :states, :codes, :reasons, :attempts,
                    :accounts, :previousPlans, :plans) as outcome
                on conflict (correlation_id) do update set
                    state = excluded.state, response_code = excluded.response_code, reason = excluded.reason,
                    attempts = excluded.attempts, account_id = excluded.account_id,
                    previous_fee_plan = excluded.previous_fee_plan, fee_plan = excluded.fee_plan,
                    decided_at = excluded.decided_at
                where teller_outcome.attempts = excluded.attempts - 1""")
                .param("ids", uuids(outcomes, Outcome::correlationId))
                .param("merchants", texts(outcomes, Outcome::merchantId))
                .param("tellers", texts(outcomes, Outcome::tellerId))
                .param("states", texts(outcomes, outcome -> outcome.state().name()))
                .param("codes", integers(outcomes, outcome -> outcome.reason().code()))
                .param("reasons", texts(outcomes, outcome -> outcome.reason().name()))
                .param("attempts", integers(outcomes, Outcome::attempts))
                .param("accounts", uuids(outcomes, Outcome::accountId))
                .param("previousPlans", texts(outcomes, Outcome::previousFeePlan))
                .param("plans", texts(outcomes, Outcome::feePlan))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
        if (saved != outcomes.size()) {
            throw new OptimisticLockingFailureException(
                    "Another instance has decided a command of this batch meanwhile");
        }
    }

    private static Outcome outcome(ResultSet row, int number) throws SQLException {
        return new Outcome(
                row.getObject("correlation_id", UUID.class),
                row.getString("merchant_id"),
                row.getString("teller_id"),
                Outcome.State.valueOf(row.getString("state")),
                AssociationReason.valueOf(row.getString("reason")),
                row.getInt("attempts"),
                row.getObject("account_id", UUID.class),
                row.getString("previous_fee_plan"),
                row.getString("fee_plan"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }
}
