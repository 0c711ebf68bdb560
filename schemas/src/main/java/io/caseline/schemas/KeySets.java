package io.caseline.schemas;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Tink key sets in files that only their owner reads. */
public final class KeySets {
    static {
        try {
            AeadConfig.register();
            MacConfig.register();
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private KeySets() {}

    /** Makes a key set for {@link Sealing}: AES-256-GCM. Fails if the file is there already. */
    public static void createSealing(Path file) {
        create(file, PredefinedAeadParameters.AES256_GCM);
    }

    /** Makes a key set for fingerprints of card numbers: HMAC-SHA-256. Fails if the file is there already. */
    public static void createFingerprint(Path file) {
        create(file, PredefinedMacParameters.HMAC_SHA256_256BITTAG);
    }

    /**
     * Reads a key set.
     *
     * @throws IllegalStateException if the file cannot be read or is no key set
     */
    public static KeysetHandle read(Path file) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new IllegalStateException("The key set " + file + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The file " + file + " is no Tink key set", e);
        }
    }

    private static void create(Path file, Parameters parameters) {
        try {
            KeysetHandle keys = KeysetHandle.generateNew(parameters, RegistryConfiguration.get());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            keys, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()),
                    StandardOpenOption.WRITE);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The key set " + file + " cannot be made", e);
        }
    }
}
