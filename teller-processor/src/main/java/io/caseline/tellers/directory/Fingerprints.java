package io.caseline.tellers.directory;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import io.caseline.schemas.KeySets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keyed fingerprints (HMAC-SHA-256, after the id of their key) of card numbers and registration ids, so that neither is
 * stored. The primary key makes the stored fingerprint; lookups try every enabled key. docs/guides/operator.md describes how
 * keys are rotated.
 */
@Component
public final class Fingerprints {
    private final Mac primary;
    private final List<Mac> enabled;

    /** @param keyset file with the Tink key set of the fingerprints; required */
    @ConfigurationProperties("caseline.fingerprint")
    record Settings(Path keyset) {}

    Fingerprints(Settings settings) {
        KeysetHandle keys = KeySets.read(settings.keyset());
        try {
            primary = keys.getPrimitive(RegistryConfiguration.get(), Mac.class);
            enabled = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                KeysetHandle.Entry entry = keys.getAt(i);
                if (KeyStatus.ENABLED.equals(entry.getStatus())) {
                    enabled.add(alone(entry));
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The fingerprint key set " + settings.keyset() + " holds no MAC keys", e);
        }
    }

    ByteBuffer ofCard(String number) {
        return tag(primary, card(number));
    }

    ByteBuffer ofRegistration(String merchantId, String registrationId) {
        return tag(primary, registration(merchantId, registrationId));
    }

    /** The fingerprints under which the card may be stored, one for each enabled key. */
    public List<ByteBuffer> lookUpCard(String number) {
        return enabled.stream().map(key -> tag(key, card(number))).toList();
    }

    /** The fingerprints under which the merchant's registration id may be stored, one for each enabled key. */
    public List<ByteBuffer> lookUpRegistration(String merchantId, String registrationId) {
        return enabled.stream()
                .map(key -> tag(key, registration(merchantId, registrationId)))
                .toList();
    }

    private static String card(String number) {
        return "card|" + number;
    }

    private static String registration(String merchantId, String registrationId) {
        return "registration|" + merchantId + "|" + registrationId;
    }

    private static Mac alone(KeysetHandle.Entry entry) throws GeneralSecurityException {
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(entry.getKey())
                        .withFixedId(entry.getId())
                        .makePrimary())
                .build()
                .getPrimitive(RegistryConfiguration.get(), Mac.class);
    }

    private static ByteBuffer tag(Mac key, String text) {
        try {
            return ByteBuffer.wrap(key.computeMac(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A fingerprint could not be made", e);
        }
    }
}
