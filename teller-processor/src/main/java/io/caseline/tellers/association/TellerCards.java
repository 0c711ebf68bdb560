package io.caseline.tellers.association;

import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.messaging.DataRefusal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Each teller's current card, and the history of every card before it. Runs in the caller's transaction. */
@Component
final class TellerCards {
    private final JdbcClient jdbc;

    TellerCards(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param replacedAccountId account of the teller's card until now */
    record Association(
            UUID correlationId,
            String merchantId,
            String tellerId,
            UUID accountId,
            @Nullable UUID replacedAccountId) {}

    /**
     * Associates the cards, in their order.
     *
     * @throws AssociationRefusedException if the database refuses one of them
     */
    void associate(List<Association> associations, Instant now) {
        if (associations.isEmpty()) {
            return;
        }
        Map<List<String>, Association> latest = new LinkedHashMap<>();
        associations.forEach(card -> latest.put(List.of(card.merchantId(), card.tellerId()), card));
        try {
            if (write(latest.values(), associations, now) != associations.size()) {
                throw new AssociationRefusedException(null);
            }
        } catch (DataAccessException e) {
            throw DataRefusal.refused(e) ? new AssociationRefusedException(e) : e;
        }
    }

    private int write(Collection<Association> current, List<Association> all, Instant now) {
        return jdbc.sql("""
                with current as (
                    insert into teller_card (correlation_id, merchant_id, teller_id, account_id, since)
                    select card.*, :now from unnest(:currentIds, :currentMerchants, :currentTellers, :currentAccounts) as card
                    on conflict (merchant_id, teller_id) do update set account_id = excluded.account_id,
                        correlation_id = excluded.correlation_id, since = excluded.since)
                insert into teller_card_history
                    (correlation_id, merchant_id, teller_id, account_id, replaced_account_id, associated_at)
                select card.*, :now from unnest(:ids, :merchants, :tellers, :accounts, :replaced) as card""")
                .param("currentIds", uuids(current, Association::correlationId))
                .param("currentMerchants", texts(current, Association::merchantId))
                .param("currentTellers", texts(current, Association::tellerId))
                .param("currentAccounts", uuids(current, Association::accountId))
                .param("ids", uuids(all, Association::correlationId))
                .param("merchants", texts(all, Association::merchantId))
                .param("tellers", texts(all, Association::tellerId))
                .param("accounts", uuids(all, Association::accountId))
                .param("replaced", uuids(all, Association::replacedAccountId))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
