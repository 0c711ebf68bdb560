package io.caseline.cases.life;

import io.caseline.cases.salesforce.ChangedCases.OrgCase;
import io.caseline.cases.salesforce.SalesforceException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where changes of cases are read. A source may show a case again, or unchanged, or only its latest state; it must not leave out
 * a case that was changed behind a position.
 */
interface ChangeSource {

    /** Positions of one source mean nothing to another. */
    String name();

    /** The position before everything that happened since. */
    String startAt(Instant time);

    /** @throws SalesforceException if the org cannot be used now, or refuses the call */
    Batch read(String position);

    /**
     * The cases of these correlation ids, as they are now.
     *
     * @param correlationIds at most 200
     * @throws SalesforceException if the org cannot be used now, or refuses the call
     */
    List<OrgCase> find(Collection<UUID> correlationIds);

    /**
     * @param next the position to read on from
     * @param more whether there is more to read at once
     * @param readUntil all that happened until then has been read; null if that is not known
     */
    record Batch(
            List<OrgCase> cases,
            String next,
            boolean more,
            @Nullable Instant readUntil) {}
}
