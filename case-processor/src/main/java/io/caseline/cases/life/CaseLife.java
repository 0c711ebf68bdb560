package io.caseline.cases.life;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many cases of each program are open, how many were closed lately, and how long that took. */
@Component
public class CaseLife {
    /** The periods that are counted, in days. */
    static final List<Integer> PERIODS = List.of(7, 30);

    private final LifeSettings settings;
    private final CaseLifeStore store;

    CaseLife(LifeSettings settings, CaseLifeStore store) {
        this.settings = settings;
        this.store = store;
    }

    /**
     * One program in one period.
     *
     * @param open cases that are open now, whenever they were created
     * @param closed cases that were closed in the period, and still are
     * @param medianSeconds how long half of them took at most, from the request to the end; null if there are none
     */
    public record Program(
            String program,
            long open,
            long closed,
            @Nullable Double medianSeconds) {}

    /**
     * @param countedAt null if nothing was counted yet
     * @param programs those with the most cases first
     */
    public record Period(int days, @Nullable Instant countedAt, List<Program> programs) {}

    /** As counted in the last minute, or the last few in a large ledger; empty if changes in Salesforce are not read. */
    public List<Period> periods() {
        return settings.enabled() ? PERIODS.stream().map(store::period).toList() : List.of();
    }
}
