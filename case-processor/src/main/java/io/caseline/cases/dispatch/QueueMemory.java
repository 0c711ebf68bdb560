package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.CaseCommand;
import java.util.HashMap;
import java.util.Map;

/** The memory of commands in the {@link WorkQueue}, bounded in all and for each program. Guarded by the queue. */
final class QueueMemory {
    /** Commands whose callers wait may exceed the bounds by this factor: the gateways bound their number. */
    private static final int AWAITED = 2;

    private final long max;
    private final long maxPerProgram;
    private final Map<String, Long> byProgram = new HashMap<>();
    private long bytes;

    /** Mean size of the commands that were claimed lately. */
    private long usualSize = 1000;

    QueueMemory(DispatchSettings settings) {
        this.max = settings.memory().toBytes();
        this.maxPerProgram = settings.memoryPerProgram().toBytes();
    }

    /**
     * Memory for commands about to be claimed from the ledger.
     *
     * @param limit maximum number of commands
     */
    record ClaimQuota(String program, int limit, long bytes) {}

    long bytes() {
        return bytes;
    }

    /** Reserves memory for a new command; false if it does not fit. */
    boolean tryReserve(CaseCommand command, boolean awaited) {
        int factor = awaited ? AWAITED : 1;
        boolean fits = bytes + command.size() <= factor * max
                && of(command.programCode()) + command.size() <= factor * maxPerProgram;
        if (fits) {
            add(command);
        }
        return fits;
    }

    /**
     * Reserves memory for as many commands of the usual size as fit. If the program has none in memory, one of any size
     * fits.
     */
    ClaimQuota reserve(String program, int maxCommands) {
        long free = Math.min(max - bytes, maxPerProgram - of(program));
        long fitting = free > 0 && of(program) == 0 ? Math.max(1, free / usualSize) : free / usualSize;
        int limit = (int) Math.max(0, Math.min(maxCommands, fitting));
        ClaimQuota quota = new ClaimQuota(program, limit, limit * usualSize);
        charge(program, quota.bytes());
        return quota;
    }

    void cancel(ClaimQuota quota) {
        charge(quota.program(), -quota.bytes());
    }

    void addClaimed(CaseCommand command) {
        add(command);
        usualSize = Math.ceilDiv(7 * usualSize + command.size(), 8);
    }

    void remove(CaseCommand command) {
        charge(command.programCode(), -command.size());
    }

    private void add(CaseCommand command) {
        charge(command.programCode(), command.size());
    }

    private void charge(String program, long size) {
        bytes += size;
        byProgram.merge(program, size, (before, more) -> before + more == 0 ? null : before + more);
    }

    private long of(String program) {
        return byProgram.getOrDefault(program, 0L);
    }
}
