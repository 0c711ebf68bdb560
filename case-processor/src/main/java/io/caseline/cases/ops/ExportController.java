package io.caseline.cases.ops;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;

import io.caseline.cases.submissions.SubmissionExport;
import io.caseline.cases.submissions.SubmissionExport.Format;
import io.caseline.cases.submissions.SubmissionFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Exports lists as files. */
@RestController
@RequestMapping("/ops/v1/submissions/export")
class ExportController {
    private static final MediaType CSV = new MediaType("text", "csv");

    private final SubmissionExport export;

    ExportController(SubmissionExport export) {
        this.export = export;
    }

    @GetMapping
    void export(HttpServletRequest request, HttpServletResponse response, Principal operator)
            throws IOException, HttpMediaTypeNotAcceptableException {
        Format format = accepted(request);
        QueryParameters parameters = QueryParameters.withFilter(request);
        SubmissionFilter filter = parameters.filter().read(FAILED, CREATED, RECEIVED, DISCARDED);
        parameters.violations().check();
        response.setContentType(format.mediaType());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + format.fileName() + "\"");
        export.write(filter, format, operator.getName(), response.getOutputStream());
    }

    private static Format accepted(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
        List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        if (accepted.isEmpty() || accepted.stream().anyMatch(CSV::isCompatibleWith)) {
            return Format.CSV;
        }
        if (accepted.stream().anyMatch(MediaType.APPLICATION_NDJSON::isCompatibleWith)) {
            return Format.NDJSON;
        }
        throw new HttpMediaTypeNotAcceptableException(List.of(CSV, MediaType.APPLICATION_NDJSON));
    }
}
