package io.caseline.tellers.directory;

import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.directory.DirectoryChange.AccountDisabled;
import io.caseline.tellers.directory.DirectoryChange.Disabled;
import io.caseline.tellers.directory.DirectoryChange.Entry;
import io.caseline.tellers.directory.DirectoryChange.Merchant;
import io.caseline.tellers.directory.DirectoryChange.MerchantDisabled;
import io.caseline.tellers.directory.DirectoryChange.OfAccount;
import io.caseline.tellers.directory.DirectoryChange.OfTeller;
import io.caseline.tellers.directory.DirectoryChange.Store;
import io.caseline.tellers.directory.DirectoryChange.StoreDisabled;
import io.caseline.tellers.directory.DirectoryChange.Teller;
import io.caseline.tellers.directory.DirectoryChange.TellerDisabled;
import io.caseline.tellers.directory.DirectoryChange.Unstorable;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/**
 * Writes changes of the directory in the caller's transaction, each kind in one statement. Tellers come before accounts,
 * and both in the order of their keys, as associations lock them, so that neither deadlocks the other.
 *
 * <p>The last record of an entity counts that is not older than the stored version, as in the compacted topic itself. So a
 * batch that is read again has the same result, and an entry sent again under another sealing key replaces the old one.
 */
@Component
final class DirectoryWriter {
    private final DirectoryTables tables;
    private final MeterRegistry meters;

    DirectoryWriter(DirectoryTables tables, MeterRegistry meters) {
        this.tables = tables;
        this.meters = meters;
    }

    /** Applies the changes in their order. */
    void apply(List<DirectoryChange> changes) {
        int applied = write(changes);
        int unstorable =
                (int) changes.stream().filter(Unstorable.class::isInstance).count();
        count("applied", applied);
        count("ignored", changes.size() - unstorable - applied);
        count("unstorable", unstorable);
    }

    private int write(List<DirectoryChange> changes) {
        if (changes.stream().anyMatch(Disabled.class::isInstance)) {
            // each kind may need several statements, which lock in order only one by one
            tables.lockTellers(of(OfTeller.class, changes));
            tables.lockAccounts(of(OfAccount.class, changes));
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
                    entries.merge(entry.entityId(), entry, DirectoryWriter::newer);
                }
                case Disabled row -> disabled.put(row.entityId(), row);
                case Unstorable unstorable -> {}
            }
        }
        return applied + write(entries.values(), disabled.values());
    }

    private static Entry newer(Entry first, Entry next) {
        return next.version() < first.version() ? first : next;
    }

    private void count(String result, int entries) {
        meters.counter("caseline.directory.entries", "result", result).increment(entries);
    }

    private int write(Collection<Entry> entries, Collection<Disabled> disabled) {
        return apply(Merchant.class, entries, tables::saveMerchants)
                + apply(MerchantDisabled.class, disabled, tables::disableMerchants)
                + apply(Store.class, entries, tables::saveStores)
                + apply(StoreDisabled.class, disabled, tables::disableStores)
                + apply(Teller.class, entries, tables::saveTellers)
                + apply(TellerDisabled.class, disabled, tables::disableTellers)
                + apply(Account.class, entries, tables::saveAccounts)
                + apply(AccountDisabled.class, disabled, tables::disableAccounts);
    }

    private static <T> int apply(
            Class<T> kind, Collection<? extends DirectoryChange> changes, ToIntFunction<List<T>> statement) {
        List<T> rows = of(kind, changes);
        return rows.isEmpty() ? 0 : statement.applyAsInt(rows);
    }

    private static <T> List<T> of(Class<T> kind, Collection<? extends DirectoryChange> changes) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
