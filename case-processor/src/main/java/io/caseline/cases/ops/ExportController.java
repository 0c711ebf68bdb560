package io.caseline.cases.ops;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.submissions.Submissions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Exports lists as files, row by row, so that the size does not matter. */
@RestController
@RequestMapping("/ops/v1/submissions/export")
class ExportController {
    private static final MediaType CSV = new MediaType("text", "csv");

    private final Submissions submissions;
    private final AuditLog audit;
    private final InstantSource clock;

    ExportController(Submissions submissions, AuditLog audit, InstantSource clock) {
        this.submissions = submissions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping
    void export(HttpServletRequest request, HttpServletResponse response, Principal operator)
            throws IOException, HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        if (accepted.isEmpty() || accepted.stream().anyMatch(CSV::isCompatibleWith)) {
            export(request, response, operator, CSV, SubmissionWriter.Csv::new);
        } else if (accepted.stream().anyMatch(MediaType.APPLICATION_NDJSON::isCompatibleWith)) {
            export(request, response, operator, MediaType.APPLICATION_NDJSON, SubmissionWriter.NdJson::new);
        } else {
            throw new HttpMediaTypeNotAcceptableException(List.of(CSV, MediaType.APPLICATION_NDJSON));
        }
    }

    private interface WriterFactory {
        SubmissionWriter open(OutputStream out) throws IOException;
    }

    /** In the audit before anything leaves; the number of rows when it is known. */
    private void export(
            HttpServletRequest request,
            HttpServletResponse response,
            Principal operator,
            MediaType type,
            WriterFactory factory)
            throws IOException {
        QueryParameters parameters = QueryParameters.withFilter(request);
        SubmissionFilter filter = parameters.filter().read(FAILED, CREATED, RECEIVED, DISCARDED);
        parameters.violations().check();
        String format = type.equals(CSV) ? "csv" : "ndjson";
        AuditEntry entry = audit.save(new AuditEntry(clock.instant(), operator.getName(), Action.EXPORTED, null)
                .chosenBy(filter.query())
                .withResult(format + ", not completed"));
        response.setContentType(type.toString());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"submissions." + format + "\"");
        long rows;
        try (SubmissionWriter writer = factory.open(response.getOutputStream())) {
            submissions.export(filter, writer::write);
            rows = writer.rows();
        }
        audit.save(entry.withResult("%s, %d submissions".formatted(format, rows)));
    }
}
