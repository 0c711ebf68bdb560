package io.caseline.cases.submissions;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.stereotype.Service;

/** Writes lists to files, row by row, so that the size does not matter. */
@Service
public class SubmissionExport {
    private final Submissions submissions;
    private final AuditLog audit;
    private final InstantSource clock;

    SubmissionExport(Submissions submissions, AuditLog audit, InstantSource clock) {
        this.submissions = submissions;
        this.audit = audit;
        this.clock = clock;
    }

    /** The formats of a file. */
    public enum Format {
        CSV("text/csv"),
        NDJSON("application/x-ndjson");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        public String fileName() {
            return "submissions." + name().toLowerCase(Locale.ROOT);
        }

        private SubmissionWriter open(OutputStream out) throws IOException {
            return switch (this) {
                case CSV -> new SubmissionWriter.Csv(out);
                case NDJSON -> new SubmissionWriter.NdJson(out);
            };
        }
    }

    /** Writes all that match. It is in the audit before anything leaves, and the number of rows when it is known. */
    public void write(SubmissionFilter filter, Format format, String actor, OutputStream out) throws IOException {
        String name = format.name().toLowerCase(Locale.ROOT);
        AuditEntry entry = audit.save(new AuditEntry(clock.instant(), actor, Action.EXPORTED, null)
                .chosenBy(filter.query())
                .withResult(name + ", not completed"));
        long rows;
        try (SubmissionWriter writer = format.open(out)) {
            submissions.export(filter, writer::write);
            rows = writer.rows();
        }
        audit.save(entry.withResult("%s, %d submissions".formatted(name, rows)));
    }
}
