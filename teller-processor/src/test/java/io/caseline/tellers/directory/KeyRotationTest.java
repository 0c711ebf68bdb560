package io.caseline.tellers.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.KeySets;
import io.caseline.schemas.Topic;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.directory.DirectoryChange.Account;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.support.TransactionTemplate;

/** An application in the middle of a rotation: of its three keys the first is disabled, the second enabled, the third primary. */
class KeyRotationTest extends WholeApplicationTest {
    private static final KeysetHandle FIRST = KeySets.read(TestServices.fingerprintKeys());
    private static final KeysetHandle SECOND = rotated(FIRST);
    private static final KeysetHandle THIRD = withoutFirst(rotated(SECOND));

    @Autowired
    DirectoryWriter directory;

    @Autowired
    TransactionTemplate transaction;

    String card = "";
    Merchant merchant = new Merchant("", "");

    @TestConfiguration
    static class Rotating {
        @Bean
        @Primary
        Fingerprints rotatingFingerprints() {
            return fingerprints(THIRD);
        }
    }

    @BeforeEach
    void a_card() {
        card = "4%015d".formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000_000L));
        merchant = pipeline.merchant();
    }

    @Test
    void a_card_is_found_under_the_old_key_until_its_entry_is_sent_again() {
        DirectoryEntry entry = entry(pipeline.account());
        kept(entry, SECOND);
        assertThat(reason()).isEqualTo("SUCCESS");

        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> fingerprint(entry.getAccountId())
                        .equals(fingerprints(THIRD).ofCard(card)));
        assertThat(reason()).isEqualTo("SUCCESS");
    }

    @Test
    void a_card_under_a_disabled_key_is_not_found_until_its_entry_is_sent_again() {
        DirectoryEntry entry = entry(pipeline.account());
        kept(entry, FIRST);
        assertThat(reason()).isEqualTo("ACCOUNT_NUMBER_NOT_FOUND");

        pipeline.send(Topic.Names.TELLERS_DIRECTORY, entry.getEntityId(), entry);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> reason().equals("SUCCESS"));
    }

    private DirectoryEntry entry(UUID account) {
        return pipeline.accountEntry(account, 2, "Open", "Zoe", "Muller")
                .setSealedCardNumber(pipeline.sealed(card, "account|" + account + "|card"))
                .build();
    }

    /** As an application with those keys has kept it. */
    private void kept(DirectoryEntry entry, KeysetHandle keys) {
        List<DirectoryChange> changes = List.of(new Account(
                entry.getEntityId(),
                entry.getVersion(),
                Objects.requireNonNull(entry.getAccountId()),
                Objects.requireNonNull(entry.getStatus()),
                Objects.requireNonNull(entry.getSealedName()),
                fingerprints(keys).ofCard(card),
                null,
                Objects.requireNonNull(entry.getFeePlan()),
                Objects.requireNonNull(entry.getOpenedAt())));
        transaction.executeWithoutResult(status -> directory.apply(changes));
    }

    private String reason() {
        return pipeline.replyTo(pipeline.commandByNumber(merchant, pipeline.teller(merchant), card))
                .getReason();
    }

    private ByteBuffer fingerprint(UUID account) {
        return ByteBuffer.wrap(jdbc.sql("select card_fingerprint from account where account_id = ?")
                .param(account)
                .query(byte[].class)
                .single());
    }

    private static Fingerprints fingerprints(KeysetHandle keys) {
        return new Fingerprints(new Fingerprints.Settings(file(keys)));
    }

    /** With one key more, which is primary. */
    private static KeysetHandle rotated(KeysetHandle keys) {
        try {
            return KeysetHandle.newBuilder(keys)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedMacParameters.HMAC_SHA256_256BITTAG)
                            .withRandomId()
                            .makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeysetHandle withoutFirst(KeysetHandle keys) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(keys);
            builder.getAt(0).setStatus(KeyStatus.DISABLED);
            return builder.build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(KeysetHandle keys) {
        try {
            return Files.writeString(
                    Files.createTempFile(Path.of("target"), "fingerprint", ".json"),
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            keys, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
