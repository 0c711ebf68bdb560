package io.caseline.tellers.directory;

import static io.caseline.tellers.Pipeline.merchantEntry;
import static io.caseline.tellers.Pipeline.storeEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Topic;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TellerAndAccountTest;
import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.feeplans.FeePlans;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Entries and tombstones are applied in their order, by version, in one statement for each kind. */
class DirectoryWriterTest extends TellerAndAccountTest {
    @Autowired
    DirectoryWriter directory;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MeterRegistry meters;

    @Test
    void a_tombstone_disables_its_entity() {
        tombstone("account|" + account);
        awaitReason("ACCOUNT_STATUS_INVALID");
        tombstone("teller|" + merchant.id() + "|" + teller);
        awaitReason("TELLER_NOT_ACTIVE");
        tombstone("store|" + merchant.id() + "|" + merchant.store());
        awaitReason("STORE_NOT_FOUND");
        tombstone("merchant|" + merchant.id());
        awaitReason("INVALID_MERCHANT");

        pipeline.publish(merchantEntry(merchant.id(), 2, true, false).build());
        pipeline.publish(
                storeEntry(merchant.id(), merchant.store(), 2, true, true).build());
        pipeline.publish(pipeline.tellerEntry(merchant.id(), teller, 2, "Active", "Zoe", "Muller")
                .build());
        pipeline.publish(
                pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build());
        awaitReason("SUCCESS");
    }

    @Test
    void an_older_version_is_ignored() {
        double before = ignored();
        pipeline.publish(
                pipeline.accountEntry(account, 5, "Locked", "Zoe", "Muller").build());
        pipeline.publish(
                pipeline.accountEntry(account, 4, "Open", "Zoe", "Muller").build());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ignored() - before == 1);
        awaitReason("ACCOUNT_LOCKED");
    }

    @Test
    void of_entries_with_one_version_the_later_one_counts() {
        apply(directory, List.of(entry(account, 5, "Locked"), entry(account, 5, "Closed")));
        assertThat(status(account)).isEqualTo("Closed");
        pipeline.publish(
                pipeline.accountEntry(account, 5, "Open", "Zoe", "Muller").build());
        awaitReason("SUCCESS");
    }

    @Test
    void a_batch_that_is_read_again_has_the_same_result() {
        List<DirectoryChange> enabledAgain = List.of(disabled(account), entry(account, 2, "Open"));
        List<DirectoryChange> disabled = List.of(entry(account, 3, "Open"), disabled(account));
        apply(directory, enabledAgain);
        apply(directory, enabledAgain);
        assertThat(status(account)).isEqualTo("Open");
        apply(directory, disabled);
        apply(directory, disabled);
        assertThat(status(account)).isEqualTo("Disabled");
    }

    @Test
    void a_newer_entry_keeps_the_fee_plan_that_an_association_changed() {
        awaitReason("SUCCESS");
        pipeline.publish(
                pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build());
        assertThat(feePlan()).isEqualTo("Employee");
    }

    @Test
    void a_batch_is_applied_in_its_order() {
        UUID id = UUID.randomUUID();
        UUID neighbour = UUID.randomUUID();
        int before = Statements.prepared();
        apply(directory, List.of(entry(id, 2, "Locked"), entry(id, 1, "Open"), entry(neighbour, 1, "Open")));
        assertThat(Statements.prepared() - before).isEqualTo(1);
        assertThat(status(id)).isEqualTo("Locked");

        apply(directory, List.of(entry(id, 3, "Open"), disabled(id), entry(id, 2, "Open")));
        assertThat(status(id)).isEqualTo("Disabled");
        apply(directory, List.of(disabled(id), entry(id, 4, "Open")));
        assertThat(status(id)).isEqualTo("Open");
        UUID unknown = UUID.randomUUID();
        apply(directory, List.of(entry(unknown, 1, "Open"), disabled(unknown)));
        assertThat(status(unknown)).isEqualTo("Disabled");
    }

    @Test
    void every_statement_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        String id = UUID.randomUUID().toString();
        List<DirectoryChange> changes = List.of(
                new DirectoryChange.Merchant("merchant|" + id, 1, id, true, false),
                new DirectoryChange.Store("store|" + id + "|1", 1, id, "1", true, true),
                new DirectoryChange.Teller("teller|" + id + "|1", 1, id, "1", "Active", ByteBuffer.allocate(1)),
                entry(UUID.randomUUID(), 1, "Open"),
                new DirectoryChange.MerchantDisabled("merchant|" + id, id),
                new DirectoryChange.StoreDisabled("store|" + id + "|1", id, "1"),
                new DirectoryChange.TellerDisabled("teller|" + id + "|1", id, "1"),
                disabled(UUID.randomUUID()));
        Map<String, String> plans = Statements.plans(() -> apply(directory, changes));
        int locks = 2;
        assertThat(plans).hasSize(changes.size() + locks);
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    @Test
    void a_copy_of_plans_that_change_elsewhere_is_updated() {
        FullTables.fill(jdbc);
        FeePlans elsewhere = new FeePlans() {
            @Override
            public void change(List<Change> changes, Instant now) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean areChangedElsewhere() {
                return true;
            }
        };
        DirectoryWriter copying = new DirectoryWriter(new DirectoryTables(jdbc, elsewhere), meters);
        Map<String, String> plans = Statements.plans(() -> apply(copying, List.of(entry(account, 2, "Open"))));
        assertThat(plans.values()).singleElement().asString().contains("pending_plan_change", "fee_plan_history");
        assertThat(FullTables.sequentialScans(plans)).isEmpty();

        pipeline.publish(pipeline.accountEntry(account, 3, "Open", "Zoe", "Muller")
                .setFeePlan("Gold")
                .build());
        assertThat(feePlan()).isEqualTo("Standard");
        apply(
                copying,
                List.of(new Account(
                        "account|" + account,
                        4,
                        account,
                        "Open",
                        ByteBuffer.allocate(1),
                        null,
                        null,
                        "Gold",
                        Instant.parse("2026-01-01T00:00:00Z"))));
        assertThat(feePlan()).isEqualTo("Gold");
    }

    private static DirectoryChange entry(UUID id, long version, String status) {
        return new Account(
                "account|" + id,
                version,
                id,
                status,
                ByteBuffer.allocate(1),
                null,
                null,
                "Standard",
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    private static DirectoryChange disabled(UUID id) {
        return new DirectoryChange.AccountDisabled("account|" + id, id);
    }

    private String status(UUID id) {
        return jdbc.sql("select status from account where account_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private double ignored() {
        return meters.counter("caseline.directory.entries", "result", "ignored").count();
    }

    private void tombstone(String key) {
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, key, null);
    }

    private void apply(DirectoryWriter writer, List<? extends DirectoryChange> changes) {
        transaction.executeWithoutResult(status -> writer.apply(List.copyOf(changes)));
    }
}
