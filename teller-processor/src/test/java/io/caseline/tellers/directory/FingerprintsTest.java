package io.caseline.tellers.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import io.caseline.schemas.KeySets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
    private static final String PAN = "4111111111111111";

    @TempDir
    Path folder = Path.of("");

    @Test
    void after_a_rotation_a_card_is_found_under_the_key_with_which_it_was_stored() throws Exception {
        Path file = folder.resolve("keys.json");
        KeySets.createFingerprint(file);
        Fingerprints before = fingerprints(file);
        ByteBuffer stored = before.ofCard(PAN);
        assertThat(before.lookUpCard(PAN)).containsExactly(stored);

        rotate(file);
        Fingerprints after = fingerprints(file);

        assertThat(after.ofCard(PAN)).isNotEqualTo(stored);
        assertThat(after.lookUpCard(PAN)).containsExactlyInAnyOrder(stored, after.ofCard(PAN));
        assertThat(after.lookUpCard("4111111111111112")).doesNotContain(stored);
    }

    @Test
    void a_registration_id_is_its_merchants_own_and_no_card_number() {
        Path file = folder.resolve("keys.json");
        KeySets.createFingerprint(file);
        Fingerprints fingerprints = fingerprints(file);

        assertThat(fingerprints.lookUpRegistration("one", PAN))
                .containsExactly(fingerprints.ofRegistration("one", PAN))
                .doesNotContain(fingerprints.ofRegistration("another", PAN), fingerprints.ofCard(PAN));
    }

    private static Fingerprints fingerprints(Path file) {
        return new Fingerprints(new Fingerprints.Settings(file));
    }

    private static void rotate(Path file) throws GeneralSecurityException, IOException {
        KeysetHandle rotated = KeysetHandle.newBuilder(KeySets.read(file))
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedMacParameters.HMAC_SHA256_256BITTAG)
                        .withRandomId()
                        .makePrimary())
                .build();
        Files.writeString(
                file,
                TinkJsonProtoKeysetFormat.serializeKeyset(
                        rotated, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    }
}
