package io.caseline.tellers.directory;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Disabled;
import io.caseline.tellers.directory.DirectoryChange.Entry;
import io.caseline.tellers.directory.DirectoryChange.Incomplete;
import io.caseline.tellers.directory.DirectoryChange.Merchant;
import io.caseline.tellers.directory.DirectoryChange.MerchantDisabled;
import io.caseline.tellers.directory.DirectoryChange.OfAccount;
import io.caseline.tellers.directory.DirectoryChange.OfTeller;
import io.caseline.tellers.directory.DirectoryChange.Store;
import io.caseline.tellers.directory.DirectoryChange.StoreDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import io.caseline.tellers.feeplans.FeePlans;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes the directory, a batch in one transaction and a kind in one statement. Tellers before accounts, and each kind in
 * the order of its key, as associations lock them: neither waits for the other in a circle.
 *
 * <p>Of an entity the last record counts that is not older than the known version, as in the compacted topic itself. So a
 * batch that comes again ends as it did, and an entry sent again, sealed with another key, replaces what the old keys made.
 */
@Component
final class Directory {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final FeePlans feePlans;
    private final MeterRegistry meters;

    Directory(JdbcClient jdbc, TransactionTemplate transaction, FeePlans feePlans, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.feePlans = feePlans;
        this.meters = meters;
    }

    /** Applies the changes in their order. */
    void apply(List<DirectoryChange> changes) {
        int applied = Objects.requireNonNull(transaction.execute(status -> write(changes)));
        int incomplete =
                (int) changes.stream().filter(Incomplete.class::isInstance).count();
        count("applied", applied);
        count("ignored", changes.size() - incomplete - applied);
        count("incomplete", incomplete);
    }

    private int write(List<DirectoryChange> changes) {
        if (changes.stream().anyMatch(Disabled.class::isInstance)) {
            // more than one statement a kind: each in order is not yet all of them in order
            lockTellers(of(OfTeller.class, changes));
            lockAccounts(of(OfAccount.class, changes));
        }
        int applied = 0;
        Map<String, Entry> entries = new HashMap<>();
        Map<String, Disabled> disabled = new HashMap<>();
        for (DirectoryChange change : changes) {
            switch (change) {
                case Entry entry -> {
                    if (disabled.containsKey(entry.entityId())) {
                        applied += write(entries.values(), disabled.values());
                        entries.clear();
                        disabled.clear();
                    }
                    entries.merge(entry.entityId(), entry, Directory::newer);
                }
                case Disabled tombstone -> disabled.put(tombstone.entityId(), tombstone);
                case Incomplete incomplete -> {}
            }
        }
        return applied + write(entries.values(), disabled.values());
    }

    private static Entry newer(Entry known, Entry next) {
        return next.version() < known.version() ? known : next;
    }

    private void count(String result, int entries) {
        meters.counter("caseline.directory.entries", "result", result).increment(entries);
    }

    private int write(Collection<Entry> entries, Collection<Disabled> disabled) {
        return merchants(of(Merchant.class, entries))
                + disableMerchants(of(MerchantDisabled.class, disabled))
                + stores(of(Store.class, entries))
                + disableStores(of(StoreDisabled.class, disabled))
                + tellers(of(Teller.class, entries))
                + disableTellers(of(TellerDisabled.class, disabled))
                + accounts(of(Account.class, entries))
                + disableAccounts(of(AccountDisabled.class, disabled));
    }

    private void lockTellers(List<OfTeller> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                select from teller where (merchant_id, teller_id) in (select * from unnest(:merchants, :ids))
                order by merchant_id, teller_id for no key update""")
                .param("merchants", texts(rows, OfTeller::merchantId))
                .param("ids", texts(rows, OfTeller::tellerId))
                .query(row -> {});
    }

    private void lockAccounts(List<OfAccount> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("select from account where account_id = any(:ids) order by account_id for no key update")
                .param("ids", uuids(rows, OfAccount::accountId))
                .query(row -> {});
    }

    private static <T> List<T> of(Class<T> kind, Collection<? extends DirectoryChange> changes) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private int merchants(List<Merchant> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
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

    private int stores(List<Store> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
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

    private int tellers(List<Teller> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
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
     * The fee plan is the directory's for a new account; after that it is for the associations to change. If it changes
     * elsewhere too, one that the directory has not told before counts, unless a command has just asked for it itself.
     * What was told while they did not is forgotten.
     */
    private int accounts(List<Account> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
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
                                select from fee_plan_doubt doubt
                                where doubt.account_id = account.account_id and doubt.plan = excluded.fee_plan)
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
                .param("elsewhere", feePlans.changeElsewhere())
                .update();
    }

    private int disableMerchants(List<MerchantDisabled> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return jdbc.sql("update merchant set enabled = false where merchant_id = any(:ids)")
                .param("ids", texts(rows, MerchantDisabled::merchantId))
                .update();
    }

    private int disableStores(List<StoreDisabled> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                update store set enabled = false from unnest(:merchants, :ids) as gone (merchant, id)
                where merchant_id = gone.merchant and store_id = gone.id""")
                .param("merchants", texts(rows, StoreDisabled::merchantId))
                .param("ids", texts(rows, StoreDisabled::storeId))
                .update();
    }

    private int disableTellers(List<TellerDisabled> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                update teller set status = 'Disabled' from unnest(:merchants, :ids) as gone (merchant, id)
                where merchant_id = gone.merchant and teller_id = gone.id""")
                .param("merchants", texts(rows, TellerDisabled::merchantId))
                .param("ids", texts(rows, TellerDisabled::tellerId))
                .update();
    }

    private int disableAccounts(List<AccountDisabled> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return jdbc.sql("update account set status = 'Disabled' where account_id = any(:ids)")
                .param("ids", uuids(rows, AccountDisabled::accountId))
                .update();
    }
}
