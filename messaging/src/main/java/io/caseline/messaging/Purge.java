package io.caseline.messaging;

import java.util.function.IntSupplier;

/**
 * Deletes old rows in chunks, each in a transaction of its own, so that no lock is held for long. The statement of a chunk finds
 * its rows in an index on their time and deletes them by their place in the table ({@code ctid = any(array(…))}): it costs the
 * same whatever the table's size. It skips rows that another instance has locked, so several purge side by side.
 */
public final class Purge {
    private Purge() {}

    /**
     * Deletes chunks until one is not full.
     *
     * @param size rows of a full chunk
     * @param delete deletes one chunk and returns its rows
     * @return number of deleted rows
     */
    public static long inChunks(int size, IntSupplier delete) {
        long total = 0;
        int deleted;
        do {
            deleted = delete.getAsInt();
            total += deleted;
        } while (deleted == size);
        return total;
    }
}
