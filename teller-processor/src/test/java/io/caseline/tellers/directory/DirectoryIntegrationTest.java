package io.caseline.tellers.directory;

import static io.caseline.tellers.Pipeline.command;
import static io.caseline.tellers.Pipeline.merchantEntry;
import static io.caseline.tellers.Pipeline.storeEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.Statements;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.directory.DirectoryChange.Account;
import io.caseline.tellers.feeplans.FeePlans;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.transaction.support.TransactionTemplate;

class DirectoryIntegrationTest extends WholeApplicationTest {
    @Autowired
    Directory directory;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MeterRegistry meters;

    Merchant merchant = new Merchant("", "");
    String teller = "";
    UUID account = new UUID(0, 0);

    @BeforeEach
    void a_teller_and_a_matching_account() {
        merchant = pipeline.merchant();
        teller = pipeline.teller(merchant);
        account = pipeline.account();
    }

    @Test
    void a_tombstone_disables_whatever_it_is_for() {
        tombstone("account|" + account);
        awaitReason("ACCOUNT_STATUS_INVALID");
        tombstone("teller|" + merchant.id() + "|" + teller);
        awaitReason("TELLER_NOT_ACTIVE");
        tombstone("store|" + merchant.id() + "|" + merchant.store());
        awaitReason("STORE_NOT_FOUND");
        tombstone("merchant|" + merchant.id());
        awaitReason("INVALID_MERCHANT");

        pipeline.tell(merchantEntry(merchant.id(), 2, true, false).build());
        pipeline.tell(storeEntry(merchant.id(), merchant.store(), 2, true, true).build());
        pipeline.tell(pipeline.tellerEntry(merchant.id(), teller, 2, "Active", "Zoe", "Muller")
                .build());
        pipeline.tell(pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build());
        awaitReason("SUCCESS");
    }

    @Test
    void an_older_version_is_ignored() {
        double before = ignored();
        pipeline.tell(
                pipeline.accountEntry(account, 5, "Locked", "Zoe", "Muller").build());
        pipeline.tell(pipeline.accountEntry(account, 4, "Open", "Zoe", "Muller").build());
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ignored() - before == 1);
        awaitReason("ACCOUNT_LOCKED");
    }

    @Test
    void of_entries_with_one_version_the_later_counts_as_in_the_compacted_topic() {
        directory.apply(List.of(entry(account, 5, "Locked"), entry(account, 5, "Closed")));
        assertThat(status(account)).isEqualTo("Closed");
        pipeline.tell(pipeline.accountEntry(account, 5, "Open", "Zoe", "Muller").build());
        awaitReason("SUCCESS");
    }

    @Test
    void a_batch_that_comes_again_ends_as_it_did() {
        List<DirectoryChange> enabledAgain = List.of(gone(account), entry(account, 2, "Open"));
        List<DirectoryChange> disabled = List.of(entry(account, 3, "Open"), gone(account));
        directory.apply(enabledAgain);
        directory.apply(enabledAgain);
        assertThat(status(account)).isEqualTo("Open");
        directory.apply(disabled);
        directory.apply(disabled);
        assertThat(status(account)).isEqualTo("Disabled");
    }

    @Test
    void a_newer_entry_leaves_the_fee_plan_that_was_changed_here() {
        awaitReason("SUCCESS");
        pipeline.tell(pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build());
        assertThat(feePlan()).isEqualTo("Employee");
    }

    @Test
    void entries_that_cannot_be_read_or_do_not_say_enough_are_left_out_and_the_rest_goes_on() {
        double before = incomplete();
        double deadBefore = dead();
        String key = "account|" + UUID.randomUUID();
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, key, "no Avro".getBytes(StandardCharsets.UTF_8));
        Stream.of(
                        merchantEntry("incomplete", 1, true, false).setEnabled(null),
                        merchantEntry("with|bar", 1, true, false),
                        storeEntry("incomplete", "1", 1, true, true).setMerchantId("another"),
                        pipeline.tellerEntry("incomplete", "1", 1, "Act\0ive", "Zoe", "Muller"),
                        pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                                .setFeePlan(null),
                        pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                                .setOpenedAt(Instant.ofEpochMilli(Long.MAX_VALUE)))
                .map(DirectoryEntry.Builder::build)
                .forEach(entry -> pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry));
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, "no entity", null);
        pipeline.send(
                Topic.Names.TELLERS_DIRECTORY,
                "another key",
                merchantEntry("incomplete", 1, true, false).build());

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> incomplete() - before == 8 && dead() - deadBefore == 9);
        assertThat(pipeline.count("merchant", "merchant_id", "incomplete")).isZero();
        awaitReason("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "card", "registration"})
    void an_entry_of_which_no_key_opens_a_part_leaves_what_is_known_and_can_be_sent_again(String part) {
        DirectoryEntry.Builder whole = pipeline.accountEntry(account, 2, "Locked", "Zoe", "Muller")
                .setMerchantId(merchant.id())
                .setSealedCardNumber(pipeline.sealed("4111111111111111", "account|" + account + "|card"))
                .setSealedRegistrationId(pipeline.sealed("R-1", "account|" + account + "|registration"));
        DirectoryEntry.Builder broken = DirectoryEntry.newBuilder(whole);
        ByteBuffer elsewhere = pipeline.sealed("R-1", "account|another");
        switch (part) {
            case "name" -> broken.setSealedName(elsewhere);
            case "card" -> broken.setSealedCardNumber(elsewhere);
            default -> broken.setSealedRegistrationId(elsewhere);
        }
        String key = whole.getEntityId();
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, key, broken.build());
        assertThat(reasonsOfDeadLetters(key, 1)).containsExactly("no key opens its sealed " + part);
        awaitReason("SUCCESS");

        pipeline.tell(whole.build());
        awaitReason("ACCOUNT_LOCKED");
    }

    @ParameterizedTest
    @CsvSource({
        "merchantId, 20",
        "storeId, 20",
        "tellerId, 50",
        "status, 50",
        "feePlan, 100",
        "registrationId, 50",
    })
    void an_entry_with_a_text_that_no_index_may_take_is_set_aside_and_the_rest_goes_on(String field, int most) {
        String longest = longText(field, most);
        String tooLong = longText(field, 100_000);
        pipeline.tell(with(field, longest));
        DirectoryEntry entry = with(field, tooLong);
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        assertThat(reasonsOfDeadLetters(entry.getEntityId(), 1))
                .containsExactly("its %s is longer than %d characters".formatted(field, most));
        awaitReason("SUCCESS");
    }

    private static String longText(String field, int length) {
        // no compression makes these short
        Random random = new Random(field.hashCode());
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private DirectoryEntry with(String field, String text) {
        UUID id = UUID.randomUUID();
        return (switch (field) {
                    case "merchantId" -> merchantEntry(text, 1, true, false);
                    case "storeId" -> storeEntry(merchant.id(), text, 1, true, true);
                    case "tellerId" -> pipeline.tellerEntry(merchant.id(), text, 1, "Active", "Zoe", "Muller");
                    case "status" -> pipeline.accountEntry(id, 1, text, "Zoe", "Muller");
                    case "feePlan" ->
                        pipeline.accountEntry(id, 1, "Open", "Zoe", "Muller").setFeePlan(text);
                    default ->
                        pipeline.accountEntry(id, 1, "Open", "Zoe", "Muller")
                                .setMerchantId(merchant.id())
                                .setSealedRegistrationId(pipeline.sealed(text, "account|" + id + "|registration"));
                })
                .build();
    }

    @Test
    void nothing_is_dead_lettered_while_the_directory_waits_for_the_database() {
        DirectoryEntry incomplete = pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                .setFeePlan(null)
                .build();
        DirectoryEntry entry =
                pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build();
        long before = deadLettersWritten();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select 1 from account where account_id = ? for update")
                    .param(account)
                    .query(Integer.class)
                    .single();
            // in one partition, and so perhaps in one batch, and in any case in this order
            pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
            pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), incomplete);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                                    .query(Long.class)
                                    .single()
                            == 1);
            assertThat(deadLettersWritten()).isEqualTo(before);
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> deadLettersWritten() > before);
    }

    /** Committed or not. */
    private static long deadLettersWritten() {
        try (Consumer<String, byte[]> consumer = deadLetters()) {
            return consumer.endOffsets(consumer.assignment()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static Consumer<String, byte[]> deadLetters() {
        Consumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestServices.kafka().getBrokersAsString()),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        String topic = Topic.TELLERS_DIRECTORY_DEAD.topicName();
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }

    @Test
    void an_entry_that_says_too_little_is_in_the_dead_letters_with_the_reason_and_nothing_of_what_it_holds() {
        DirectoryEntry entry = pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                .setFeePlan(null)
                .build();
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        assertThat(reasonsOfDeadLetters(entry.getEntityId(), 1))
                .containsExactly("an account without accountId, status, sealedName, feePlan or openedAt");
    }

    @Test
    void a_batch_is_applied_in_its_order_and_in_one_statement_a_kind() {
        UUID id = UUID.randomUUID();
        UUID neighbour = UUID.randomUUID();
        int before = Statements.prepared();
        directory.apply(List.of(entry(id, 2, "Locked"), entry(id, 1, "Open"), entry(neighbour, 1, "Open")));
        assertThat(Statements.prepared() - before).isEqualTo(1);
        assertThat(status(id)).isEqualTo("Locked");

        directory.apply(List.of(entry(id, 3, "Open"), gone(id), entry(id, 2, "Open")));
        assertThat(status(id)).isEqualTo("Disabled");
        directory.apply(List.of(gone(id), entry(id, 4, "Open")));
        assertThat(status(id)).isEqualTo("Open");
        UUID unknown = UUID.randomUUID();
        directory.apply(List.of(entry(unknown, 1, "Open"), gone(unknown)));
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
                gone(UUID.randomUUID()));
        Map<String, String> plans = Statements.plans(() -> directory.apply(changes));
        int locks = 2;
        assertThat(plans).hasSize(changes.size() + locks);
        assertThat(FullTables.readThrough(plans)).isEmpty();
    }

    @Test
    void a_copy_of_plans_that_change_elsewhere_is_brought_up_to_date_by_an_index_whatever_was_told_before_it_was_one() {
        FullTables.fill(jdbc);
        FeePlans elsewhere = new FeePlans() {
            @Override
            public void change(List<Change> changes, Instant now) {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean changeElsewhere() {
                return true;
            }
        };
        Directory copying = new Directory(jdbc, transaction, elsewhere, meters);
        Map<String, String> plans = Statements.plans(() -> copying.apply(List.of(entry(account, 2, "Open"))));
        assertThat(plans.values()).singleElement().asString().contains("fee_plan_doubt", "fee_plan_history");
        assertThat(FullTables.readThrough(plans)).isEmpty();

        pipeline.tell(pipeline.accountEntry(account, 3, "Open", "Zoe", "Muller")
                .setFeePlan("Gold")
                .build());
        assertThat(feePlan()).isEqualTo("Standard");
        copying.apply(List.of(new Account(
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

    private String feePlan() {
        return jdbc.sql("select fee_plan from account where account_id = ?")
                .param(account)
                .query(String.class)
                .single();
    }

    private static DirectoryChange gone(UUID id) {
        return new DirectoryChange.AccountDisabled("account|" + id, id);
    }

    private String status(UUID id) {
        return jdbc.sql("select status from account where account_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private double dead() {
        return meters.counter("caseline.dead.letters", "topic", Topic.Names.TELLERS_DIRECTORY)
                .count();
    }

    /** Reasons of the entity's dead letters, read until there are so many. */
    private static List<String> reasonsOfDeadLetters(String entityId, int count) {
        List<String> reasons = new ArrayList<>();
        try (Consumer<String, byte[]> consumer = deadLetters()) {
            consumer.seekToBeginning(consumer.assignment());
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (entityId.equals(record.key())) {
                        reasons.add(new String(
                                record.headers()
                                        .lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE)
                                        .value(),
                                StandardCharsets.UTF_8));
                    }
                }
                return reasons.size() >= count;
            });
        }
        return reasons;
    }

    private double ignored() {
        return meters.counter("caseline.directory.entries", "result", "ignored").count();
    }

    private double incomplete() {
        return meters.counter("caseline.directory.entries", "result", "incomplete")
                .count();
    }

    private void tombstone(String key) {
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, key, null);
    }

    private void awaitReason(String reason) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            AssociateTellerCard command = command(merchant, teller, account);
            return pipeline.ask(command).getReason().equals(reason);
        });
    }
}
