package io.caseline.tellers.operators;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the cards of tellers and the fee plans of accounts, with their histories. A card is named by its account's id only. */
@Component
class Histories {
    private final JdbcClient jdbc;

    Histories(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param correlationId the command that made it the teller's card */
    record Card(UUID accountId, String feePlan, Instant since, UUID correlationId) {}

    /** @param replacedAccountId account of the teller's card until then */
    record Association(
            Instant associatedAt, UUID accountId, @Nullable UUID replacedAccountId, UUID correlationId) {}

    /** @param card null if the teller has none */
    record Teller(
            String merchantId,
            String tellerId,
            String status,
            @Nullable Card card,
            Page<Association> history) {}

    /**
     * @param correlationId the command that caused it
     * @param merchantId the merchant that sent the command; null if it associated nothing
     */
    record FeePlanChange(
            Instant changedAt,
            String from,
            String to,
            UUID correlationId,
            @Nullable String merchantId,
            @Nullable String tellerId) {}

    record Account(UUID accountId, String status, String feePlan, Instant openedAt, Page<FeePlanChange> history) {}

    Optional<Teller> teller(String merchantId, String tellerId, Page.Query query) {
        return jdbc.sql("""
                select teller.status, card.account_id, account.fee_plan, card.since, card.correlation_id
                from teller left join teller_card card using (merchant_id, teller_id) left join account using (account_id)
                where merchant_id = :merchant and teller_id = :teller""")
                .param("merchant", merchantId)
                .param("teller", tellerId)
                .query((row, number) -> new Teller(
                        merchantId,
                        tellerId,
                        row.getString("status"),
                        card(row),
                        associations(merchantId, tellerId, query)))
                .optional();
    }

    private Page<Association> associations(String merchantId, String tellerId, Page.Query query) {
        var found = query.bind(jdbc.sql("""
                select associated_at, account_id, replaced_account_id, correlation_id from teller_card_history
                where merchant_id = :merchant and teller_id = :teller
                    and (associated_at, correlation_id) < (:before, :beforeId)
                order by associated_at desc, correlation_id desc limit :limit""").param("merchant", merchantId).param("teller", tellerId))
                .query((row, number) -> new Association(
                        instant(row, "associated_at"),
                        uuid(row, "account_id"),
                        row.getObject("replaced_account_id", UUID.class),
                        uuid(row, "correlation_id")))
                .list();
        return query.page(found, Association::associatedAt, Association::correlationId);
    }

    Optional<Account> account(UUID accountId, Page.Query query) {
        return jdbc.sql("select status, fee_plan, opened_at from account where account_id = :id")
                .param("id", accountId)
                .query((row, number) -> new Account(
                        accountId,
                        row.getString("status"),
                        row.getString("fee_plan"),
                        instant(row, "opened_at"),
                        feePlanChanges(accountId, query)))
                .optional();
    }

    private Page<FeePlanChange> feePlanChanges(UUID accountId, Page.Query query) {
        var found = query.bind(jdbc.sql("""
                select changed_at, from_plan, to_plan, correlation_id, card.merchant_id, card.teller_id
                from fee_plan_history plan left join teller_card_history card using (correlation_id)
                where plan.account_id = :id and (changed_at, correlation_id) < (:before, :beforeId)
                order by changed_at desc, correlation_id desc limit :limit""").param("id", accountId))
                .query((row, number) -> new FeePlanChange(
                        instant(row, "changed_at"),
                        row.getString("from_plan"),
                        row.getString("to_plan"),
                        uuid(row, "correlation_id"),
                        row.getString("merchant_id"),
                        row.getString("teller_id")))
                .list();
        return query.page(found, FeePlanChange::changedAt, FeePlanChange::correlationId);
    }

    private static @Nullable Card card(ResultSet row) throws SQLException {
        return row.getObject("account_id") == null
                ? null
                : new Card(
                        uuid(row, "account_id"),
                        row.getString("fee_plan"),
                        instant(row, "since"),
                        uuid(row, "correlation_id"));
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
