package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.caseline.schemas.Sealing.BrokenSealException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
    private static final byte[] QUESTION = "Where is my card?".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    Path keys;

    @BeforeEach
    void make_keys() {
        keys = folder.resolve("keys.json");
        KeySets.createSealing(keys);
    }

    @Test
    void what_is_sealed_opens_for_the_same_correlation_id_only() throws Exception {
        Sealing sealing = Sealing.from(keys);
        ByteBuffer sealed = sealing.seal(QUESTION, "id-1");

        assertThat(Sealing.from(keys).unseal(sealed, "id-1")).isEqualTo(QUESTION);
        assertThatThrownBy(() -> sealing.unseal(sealed, "id-2")).isInstanceOf(BrokenSealException.class);
        assertThat(StandardCharsets.ISO_8859_1.decode(sealed).toString()).doesNotContain("card");
    }

    @Test
    void a_rotated_key_set_opens_what_the_old_key_sealed() throws Exception {
        KeysetHandle old = KeySets.read(keys);
        ByteBuffer sealed = Sealing.from(keys).seal(QUESTION, "id");
        KeysetHandle rotated = KeysetHandle.newBuilder(old)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary())
                .build();
        Sealing after = new Sealing(rotated.getPrimitive(RegistryConfiguration.get(), Aead.class));

        assertThat(after.unseal(sealed, "id")).isEqualTo(QUESTION);
        ByteBuffer sealedAfter = after.seal(QUESTION, "id");
        assertThatThrownBy(() -> Sealing.from(keys).unseal(sealedAfter, "id")).isInstanceOf(BrokenSealException.class);
    }

    @Test
    void the_key_file_is_for_its_owner_only_and_never_overwritten() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> KeySets.createSealing(keys)).hasMessageContaining("cannot be made");
    }

    @Test
    void a_missing_or_foreign_key_file_is_named() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no keys here");
        assertThatThrownBy(() -> Sealing.from(folder.resolve("none"))).hasMessageContaining("none cannot be read");
        assertThatThrownBy(() -> Sealing.from(text)).hasMessageContaining("text is no Tink key set");
        Path macs = folder.resolve("macs.json");
        KeySets.createFingerprint(macs);
        assertThatThrownBy(() -> Sealing.from(macs)).hasMessageContaining("holds no AEAD keys");
    }
}
