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
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exports lists as files, row by row, so that the size does not matter. An export is in the audit before anything leaves, and
 * the number of rows when it is known.
 */
@RestController
@RequestMapping("/ops/v1/submissions/export")
class ExportController {
    private static final List<Format> FORMATS = List.of(
            new Format(new MediaType("text", "csv"), "csv", SubmissionWriter.Csv::new),
            new Format(MediaType.APPLICATION_NDJSON, "ndjson", SubmissionWriter.NdJson::new));

    private final Submissions submissions;
    private final AuditLog audit;
    private final InstantSource clock;

    private interface WriterFactory {
        SubmissionWriter open(OutputStream out) throws IOException;
    }

    private record Format(MediaType type, String suffix, WriterFactory writer) {}

    ExportController(Submissions submissions, AuditLog audit, InstantSource clock) {
        this.submissions = submissions;
        this.audit = audit;
        this.clock = clock;
    }

    @GetMapping
    void export(HttpServletRequest request, HttpServletResponse response, Principal operator)
            throws IOException, HttpMediaTypeNotAcceptableException {
        Format format = format(request.getHeader(HttpHeaders.ACCEPT));
        QueryParameters parameters = QueryParameters.withFilter(request);
        SubmissionFilter filter = parameters.filter().read(FAILED, CREATED, RECEIVED, DISCARDED);
        parameters.violations().check();
        AuditEntry entry = audit.save(new AuditEntry(clock.instant(), operator.getName(), Action.EXPORTED, null)
                .chosenBy(filter.query())
                .withResult(format.suffix() + ", not completed"));
        response.setContentType(format.type().toString());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"submissions." + format.suffix() + "\"");
        SubmissionWriter writer = format.writer().open(response.getOutputStream());
        submissions.export(filter, writer::write);
        audit.save(entry.withResult("%s, %d submissions".formatted(format.suffix(), writer.rows())));
        writer.close(); // not in a finally: an incomplete file must not end as a complete one does
    }

    private static Format format(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted;
        try {
            accepted = MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotAcceptableException("Accept is not valid");
        }
        return FORMATS.stream()
                .filter(format -> accepted.isEmpty() || accepted.stream().anyMatch(format.type()::isCompatibleWith))
                .findFirst()
                .orElseThrow(() -> new HttpMediaTypeNotAcceptableException(
                        FORMATS.stream().map(Format::type).toList()));
    }
}
