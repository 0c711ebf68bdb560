package io.caseline.local.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which entities a file has told of, and in which line: 12 bytes each, up to twice that, as it may be millions. It tells them apart by
 * 64 bits of SHA-256, which take two of a million entities for the same one once in 30 million files.
 */
final class SeenEntities {

    private final MessageDigest digest;
    private long[] hashes = new long[1024];
    private int[] lines = new int[1024]; // 0 marks a free place
    private int size;

    SeenEntities() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The line that told of the entity before, or 0 if none did. */
    int add(String entityId, int line) {
        if (size * 4 > hashes.length * 3) {
            grow();
        }
        long hash = ByteBuffer.wrap(digest.digest(entityId.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        int place = place(hash);
        if (lines[place] == 0) {
            hashes[place] = hash;
            lines[place] = line;
            size++;
            return 0;
        }
        return lines[place];
    }

    private int place(long hash) {
        int place = (int) (hash & (hashes.length - 1));
        while (lines[place] != 0 && hashes[place] != hash) {
            place = (place + 1) & (hashes.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldLines = lines;
        hashes = new long[oldHashes.length * 2];
        lines = new int[oldLines.length * 2];
        for (int i = 0; i < oldLines.length; i++) {
            if (oldLines[i] != 0) {
                int place = place(oldHashes[i]);
                hashes[place] = oldHashes[i];
                lines[place] = oldLines[i];
            }
        }
    }
}
