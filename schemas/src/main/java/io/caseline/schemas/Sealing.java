package io.caseline.schemas;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;
import io.caseline.messages.PersonName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * Seals personal data for its way through Kafka, and opens it where it is needed. AEAD with associated data: what was
 * sealed for one correlation id does not open under another. The primary key seals and every key of the set opens, so
 * keys are rotated by adding one, making it primary, and dropping the old one when no sealed record needs it.
 */
public final class Sealing {
    private final Aead aead;

    /** Over any AEAD primitive, one backed by a KMS included. */
    public Sealing(Aead aead) {
        this.aead = aead;
    }

    /**
     * Over the key set in a file made by {@link KeySets#createSealing}.
     *
     * @throws IllegalStateException if the file is missing or holds no such key set
     */
    public static Sealing from(Path keySet) {
        try {
            return new Sealing(KeySets.read(keySet).getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The sealing key set " + keySet + " holds no AEAD keys", e);
        }
    }

    public ByteBuffer seal(byte[] plain, String associatedData) {
        try {
            return ByteBuffer.wrap(aead.encrypt(plain, associatedData.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Sealing failed", e);
        }
    }

    /** Seals a part of a command, bound to its correlation id. */
    public ByteBuffer seal(ByteBuffer plain, UUID correlationId) {
        return seal(plain, correlationId.toString());
    }

    /** Seals a text of a command in UTF-8, bound to its correlation id. */
    public ByteBuffer seal(String plain, UUID correlationId) {
        return seal(plain, correlationId.toString());
    }

    /** Seals a text in UTF-8. */
    public ByteBuffer seal(String plain, String associatedData) {
        return seal(plain.getBytes(StandardCharsets.UTF_8), associatedData);
    }

    /** Seals a person's name; {@link SealedRecords#PERSON_NAME} reads it. */
    public ByteBuffer seal(PersonName name, String associatedData) {
        try {
            return seal(name.toByteBuffer(), associatedData);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ByteBuffer seal(ByteBuffer plain, String associatedData) {
        return seal(bytes(plain), associatedData);
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws BrokenSealException if no key opens it, or it was sealed with other associated data
     */
    public byte[] unseal(ByteBuffer sealed, String associatedData) throws BrokenSealException {
        try {
            return aead.decrypt(bytes(sealed), associatedData.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException(e);
        }
    }

    /** Opens a part of a command. */
    public byte[] unseal(ByteBuffer sealed, UUID correlationId) throws BrokenSealException {
        return unseal(sealed, correlationId.toString());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** No key opens the sealed bytes, or they were sealed for something else. */
    public static final class BrokenSealException extends Exception {
        BrokenSealException(GeneralSecurityException cause) {
            super("No key opens this sealed part", cause);
        }
    }
}
