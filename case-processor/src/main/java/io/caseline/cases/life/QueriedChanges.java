package io.caseline.cases.life;

import io.caseline.cases.salesforce.ChangedCases;
import io.caseline.cases.salesforce.ChangedCases.Mark;
import io.caseline.cases.salesforce.ChangedCases.OrgCase;
import io.caseline.cases.salesforce.ChangedCases.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Queries the cases whose {@code SystemModstamp} is not before a time. Once all pages are read, that time moves to the org's
 * time at the first of them, less the overlap: what the org commits late, with an earlier time, is found the next time.
 */
@Component
class QueriedChanges implements ChangeSource {
    private final ChangedCases cases;
    private final Duration overlap;
    private final InstantSource clock;

    QueriedChanges(ChangedCases cases, LifeSettings settings, InstantSource clock) {
        this.cases = cases;
        this.overlap = settings.overlap();
        this.clock = clock;
    }

    /**
     * As text: the time alone, or all parts between two pages.
     *
     * @param begun the org's time at the first page; null if it is not known
     * @param behind the last case that was read; null before the first page
     */
    private record Position(
            Instant since,
            @Nullable Instant begun,
            @Nullable Mark behind) {

        static Position of(String text) {
            String[] parts = text.split(" ", -1);
            return parts.length == 1
                    ? new Position(Instant.parse(text), null, null)
                    : new Position(
                            Instant.parse(parts[0]),
                            parts[1].equals("-") ? null : Instant.parse(parts[1]),
                            new Mark(Instant.parse(parts[2]), parts[3]));
        }

        @Override
        public String toString() {
            return behind == null
                    ? since.toString()
                    : since + " " + (begun == null ? "-" : begun) + " " + behind.modifiedAt() + " " + behind.id();
        }
    }

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String startAt(Instant time) {
        return new Position(time.minus(overlap), null, null).toString();
    }

    @Override
    public Batch read(String position) {
        Position from = Position.of(position);
        Page page = cases.changedSince(from.since(), from.behind());
        Instant begun = from.behind() == null ? earlier(page.orgTime()) : from.begun();
        Mark end = page.end();
        if (end != null && !page.last()) {
            return new Batch(page.cases(), new Position(from.since(), begun, end).toString(), true, end.modifiedAt());
        }
        Instant until = begun == null && end != null ? end.modifiedAt() : begun;
        Instant since = until == null ? from.since() : later(from.since(), until.minus(overlap));
        return new Batch(page.cases(), new Position(since, null, null).toString(), false, until);
    }

    /** The org's time, unless it is ahead of this machine's: then a proxy may have set it, and changes would be missed. */
    private @Nullable Instant earlier(@Nullable Instant orgTime) {
        Instant now = clock.instant();
        return orgTime == null || orgTime.isBefore(now) ? orgTime : now;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    @Override
    public List<OrgCase> find(Collection<UUID> correlationIds) {
        return cases.find(correlationIds);
    }
}
