package io.caseline.tellers.directory;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Merchant;
import io.caseline.tellers.directory.DirectoryChange.MerchantDisabled;
import io.caseline.tellers.directory.DirectoryChange.OfAccount;
import io.caseline.tellers.directory.DirectoryChange.OfTeller;
import io.caseline.tellers.directory.DirectoryChange.Store;
import io.caseline.tellers.directory.DirectoryChange.StoreDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import io.caseline.tellers.feeplans.FeePlans;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements for the directory's four tables. Runs in the caller's transaction; those that change rows return
 * how many they changed. */
@Component
final class DirectoryTables {
    private final JdbcClient jdbc;
    private final FeePlans feePlans;

    DirectoryTables(JdbcClient jdbc, FeePlans feePlans) {
        this.jdbc = jdbc;
        this.feePlans = feePlans;
    }

    void lockTellers(List<OfTeller> rows) {
        jdbc.sql("""
                select from teller where (merchant_id, teller_id) in (select * from unnest(:merchants, :ids))
                order by merchant_id, teller_id for no key update""")
                .param("merchants", texts(rows, OfTeller::merchantId))
                .param("ids", texts(rows, OfTeller::tellerId))
                .query(row -> {});
    }

    void lockAccounts(List<OfAccount> rows) {
        jdbc.sql("select from account where account_id = any(:ids) order by account_id for no key update")
                .param("ids", uuids(rows, OfAccount::accountId))
                .query(row -> {});
    }

    int saveMerchants(List<Merchant> rows) {
        return jdbc.sql("""
                insert into merchant (merchant_id, version, enabled, insight_partner)
                select * from unnest(:ids, :versions, :enabled, :insight) as entry (id) order by id
                on conflict (merchant_id) do update set
                    version = excluded.version, enabled = excluded.enabled, insight_partner = excluded.insight_partner
                where excluded.version >= merchant.version""")
                .param("ids", texts(rows, Merchant::merchantId))
                .param("versions", longs(rows, Merchant::version))
                .param("enabled", booleans(rows, Merchant::enabled))
                .param("insight", booleans(rows, Merchant::insightPartner))
                .update();
    }

    int saveStores(List<Store> rows) {
        return jdbc.sql("""
                insert into store (merchant_id, store_id, version, enabled, association_enabled)
                select * from unnest(:merchants, :ids, :versions, :enabled, :association) as entry (merchant, id)
                order by merchant, id
                on conflict (merchant_id, store_id) do update set
                    version = excluded.version, enabled = excluded.enabled,
                    association_enabled = excluded.association_enabled
                where excluded.version >= store.version""")
                .param("merchants", texts(rows, Store::merchantId))
                .param("ids", texts(rows, Store::storeId))
                .param("versions", longs(rows, Store::version))
                .param("enabled", booleans(rows, Store::enabled))
                .param("association", booleans(rows, Store::associationEnabled))
                .update();
    }

    int saveTellers(List<Teller> rows) {
        return jdbc.sql("""
                insert into teller (merchant_id, teller_id, version, status, sealed_name)
                select * from unnest(:merchants, :ids, :versions, :statuses, :names) as entry (merchant, id)
                order by merchant, id
                on conflict (merchant_id, teller_id) do update set
                    version = excluded.version, status = excluded.status, sealed_name = excluded.sealed_name
                where excluded.version >= teller.version""")
                .param("merchants", texts(rows, Teller::merchantId))
                .param("ids", texts(rows, Teller::tellerId))
                .param("versions", longs(rows, Teller::version))
                .param("statuses", texts(rows, Teller::status))
                .param("names", bytes(rows, Teller::sealedName))
                .update();
    }

    /**
     * Saves accounts. The fee plan of an entry
     *
     * <ul>
     *   <li>is stored for a new account,
     *   <li>is stored for a known account only if fee plans are changed elsewhere, too, and it differs from the plan of the
     *       account's entry before; unless a command has just requested the same plan, which that command stores,
     *   <li>is otherwise ignored: associations change the stored plan.
     * </ul>
     */
    int saveAccounts(List<Account> rows) {
        return jdbc.sql("""
                insert into account (account_id, version, status, sealed_name, card_fingerprint,
                                     registration_fingerprint, fee_plan, opened_at)
                select * from unnest(:ids, :versions, :statuses, :names, :cards, :registrations, :plans, :opened)
                    as entry (id) order by id
                on conflict (account_id) do update set
                    version = excluded.version, status = excluded.status, sealed_name = excluded.sealed_name,
                    card_fingerprint = excluded.card_fingerprint,
                    registration_fingerprint = excluded.registration_fingerprint, opened_at = excluded.opened_at,
                    fee_plan = case
                        when :elsewhere
                            and excluded.fee_plan <> coalesce(
                                account.directory_plan,
                                (select from_plan from fee_plan_history history
                                 where history.account_id = account.account_id order by changed_at limit 1),
                                account.fee_plan)
                            and not exists (
                                select from pending_plan_change pending
                                where pending.account_id = account.account_id and pending.plan = excluded.fee_plan)
                        then excluded.fee_plan else account.fee_plan end,
                    directory_plan = case when :elsewhere then excluded.fee_plan end
                where excluded.version >= account.version""")
                .param("ids", uuids(rows, Account::accountId))
                .param("versions", longs(rows, Account::version))
                .param("statuses", texts(rows, Account::status))
                .param("names", bytes(rows, Account::sealedName))
                .param("cards", bytes(rows, Account::card))
                .param("registrations", bytes(rows, Account::registration))
                .param("plans", texts(rows, Account::feePlan))
                .param("opened", instants(rows, Account::openedAt))
                .param("elsewhere", feePlans.areChangedElsewhere())
                .update();
    }

    int disableMerchants(List<MerchantDisabled> rows) {
        return jdbc.sql("update merchant set enabled = false where merchant_id = any(:ids)")
                .param("ids", texts(rows, MerchantDisabled::merchantId))
                .update();
    }

    int disableStores(List<StoreDisabled> rows) {
        return jdbc.sql("""
                update store set enabled = false from unnest(:merchants, :ids) as disabled (merchant, id)
                where merchant_id = disabled.merchant and store_id = disabled.id""")
                .param("merchants", texts(rows, StoreDisabled::merchantId))
                .param("ids", texts(rows, StoreDisabled::storeId))
                .update();
    }

    int disableTellers(List<TellerDisabled> rows) {
        return jdbc.sql("""
                update teller set status = 'Disabled' from unnest(:merchants, :ids) as disabled (merchant, id)
                where merchant_id = disabled.merchant and teller_id = disabled.id""")
                .param("merchants", texts(rows, TellerDisabled::merchantId))
                .param("ids", texts(rows, TellerDisabled::tellerId))
                .update();
    }

    int disableAccounts(List<AccountDisabled> rows) {
        return jdbc.sql("update account set status = 'Disabled' where account_id = any(:ids)")
                .param("ids", uuids(rows, AccountDisabled::accountId))
                .update();
    }
}
