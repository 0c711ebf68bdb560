package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.schemas.EntityId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entity as teller-processor has stored it. Names stay sealed, and a card number is stored as a keyed fingerprint
 * only: the lookup shows whether there is one, and the id of its key.
 */
final class DirectoryLookup {

    /** A Tink fingerprint begins with one byte, 1, and the id of its key. */
    private static final int KEY_ID_AT = 1;

    private final DatabaseConnection database;

    DirectoryLookup(DatabaseConnection database) {
        this.database = database;
    }

    /**
     * The entity's fields, in display order.
     *
     * @param entityId for example {@code teller|fscc0342|t-17}
     * @throws CliException if the id is invalid, or teller-processor has no such entity
     */
    Map<String, String> find(String entityId) {
        try (Connection connection = database.connect()) {
            return find(connection, entityId);
        } catch (SQLException e) {
            throw new CliException("the database of teller-processor is unavailable: " + e.getMessage(), e);
        }
    }

    static Map<String, String> find(Connection connection, String entityId) throws SQLException {
        EntityId entity = EntityId.parse(entityId)
                .orElseThrow(() -> new CliException("an entity id is merchant MERCHANT, store MERCHANT STORE,"
                        + " teller MERCHANT TELLER or account ACCOUNT, where ACCOUNT is a UUID"));
        Map<String, String> found = new LinkedHashMap<>();
        found.put("entity", entity.text());
        boolean known = switch (entity) {
            case EntityId.Merchant merchant -> merchant(connection, merchant.merchantId(), found);
            case EntityId.Store store -> store(connection, store.merchantId(), store.storeId(), found);
            case EntityId.Teller teller -> teller(connection, teller.merchantId(), teller.tellerId(), found);
            case EntityId.Account account -> account(connection, account.accountId(), found);
        };
        if (!known) {
            throw new CliException("teller-processor has no " + entityId);
        }
        return found;
    }

    private static boolean merchant(Connection connection, String merchant, Map<String, String> found)
            throws SQLException {
        return row(connection, found, """
                select version, enabled, insight_partner as "insightPartner",
                       (select count(*) from store s where s.merchant_id = m.merchant_id) as stores,
                       (select count(*) from teller t where t.merchant_id = m.merchant_id) as tellers
                from merchant m where merchant_id = ?""", merchant);
    }

    private static boolean store(Connection connection, String merchant, String store, Map<String, String> found)
            throws SQLException {
        return row(connection, found, """
                select version, enabled, association_enabled as "associationEnabled"
                from store where merchant_id = ? and store_id = ?""", merchant, store);
    }

    private static boolean teller(Connection connection, String merchant, String teller, Map<String, String> found)
            throws SQLException {
        return row(connection, found, """
                select t.version, t.status, 'sealed' as name, c.account_id as card, c.since as "cardSince"
                from teller t left join teller_card c using (merchant_id, teller_id)
                where merchant_id = ? and teller_id = ?""", merchant, teller);
    }

    private static boolean account(Connection connection, UUID account, Map<String, String> found) throws SQLException {
        return row(connection, found, """
                select version, status, 'sealed' as name, card_fingerprint as "cardNumber",
                       registration_fingerprint as "registrationId", fee_plan as "feePlan", opened_at as "openedAt",
                       (select string_agg('teller|' || merchant_id || '|' || teller_id, ', ') from teller_card c
                        where c.account_id = a.account_id) as "cardOfTellers"
                from account a where account_id = ?""", account);
    }

    private static boolean row(Connection connection, Map<String, String> found, String sql, Object... ids)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < ids.length; i++) {
                statement.setObject(i + 1, ids[i]);
            }
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return false;
            }
            ResultSetMetaData columns = row.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                found.put(columns.getColumnLabel(i), describe(row.getObject(i)));
            }
            return true;
        }
    }

    private static String describe(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case byte[] fingerprint ->
                "fingerprint by key "
                        + Integer.toUnsignedString(ByteBuffer.wrap(fingerprint).getInt(KEY_ID_AT));
            case Timestamp time -> time.toInstant().toString();
            default -> value.toString();
        };
    }
}
