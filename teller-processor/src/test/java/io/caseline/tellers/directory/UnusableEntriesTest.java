package io.caseline.tellers.directory;

import static io.caseline.tellers.Pipeline.merchantEntry;
import static io.caseline.tellers.Pipeline.storeEntry;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Topic;
import io.caseline.tellers.TellerAndAccountTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** An entry that cannot be used goes to the dead letters with the reason, and the others are stored. */
class UnusableEntriesTest extends TellerAndAccountTest {
    private static final DeadLetterReader DEAD_LETTERS = new DeadLetterReader(Topic.TELLERS_DIRECTORY_DEAD);

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    MeterRegistry meters;

    @AfterAll
    static void close() {
        DEAD_LETTERS.close();
    }

    @Test
    void entries_that_are_unreadable_or_incomplete_are_skipped_and_the_others_are_stored() {
        double before = unstorable();
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
                .until(() -> unstorable() - before == 8 && dead() - deadBefore == 9);
        assertThat(pipeline.count("merchant", "merchant_id", "incomplete")).isZero();
        awaitReason("SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "card", "registration"})
    void an_entry_with_a_part_that_no_key_opens_changes_nothing_and_can_be_sent_again(String part) {
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
        assertThat(DEAD_LETTERS.reasons(key)).containsExactly("no key opens its sealed " + part);
        awaitReason("SUCCESS");

        pipeline.publish(whole.build());
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
    void an_entry_with_a_text_that_is_too_long_is_dead_lettered(String field, int most) {
        String longest = longText(field, most);
        String tooLong = longText(field, 100_000);
        pipeline.publish(with(field, longest));
        DirectoryEntry entry = with(field, tooLong);
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        assertThat(DEAD_LETTERS.reasons(entry.getEntityId()))
                .containsExactly("its %s is longer than %d characters".formatted(field, most));
        awaitReason("SUCCESS");
    }

    @Test
    void nothing_is_dead_lettered_while_the_database_blocks_the_batch() {
        DirectoryEntry incomplete = pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                .setFeePlan(null)
                .build();
        DirectoryEntry entry =
                pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller").build();
        long before = DEAD_LETTERS.written();
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
            assertThat(DEAD_LETTERS.written()).isEqualTo(before);
        });
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> DEAD_LETTERS.written() > before);
    }

    @Test
    void a_dead_letter_names_the_reason_and_quotes_nothing() {
        DirectoryEntry entry = pipeline.accountEntry(UUID.randomUUID(), 1, "Open", "Zoe", "Muller")
                .setFeePlan(null)
                .build();
        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        assertThat(DEAD_LETTERS.reasons(entry.getEntityId()))
                .containsExactly("an account without accountId, status, sealedName, feePlan or openedAt");
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

    private double dead() {
        return meters.counter("caseline.dead.letters", "topic", Topic.Names.TELLERS_DIRECTORY)
                .count();
    }

    private double unstorable() {
        return meters.counter("caseline.directory.entries", "result", "unstorable")
                .count();
    }
}
