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
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Exports lists as files. */
@RestController
@RequestMapping("/ops/v1/submissions/export")
class ExportController {
    private final SubmissionExport export;

    ExportController(SubmissionExport export) {
        this.export = export;
    }

    @GetMapping(produces = "text/csv")
    void csv(HttpServletRequest request, HttpServletResponse response, Principal operator) throws IOException {
        export(request, response, operator, Format.CSV);
    }

    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void ndjson(HttpServletRequest request, HttpServletResponse response, Principal operator) throws IOException {
        export(request, response, operator, Format.NDJSON);
    }

    private void export(HttpServletRequest request, HttpServletResponse response, Principal operator, Format format)
            throws IOException {
        QueryParameters parameters = QueryParameters.withFilter(request);
        SubmissionFilter filter = parameters.filter().read(FAILED, CREATED, RECEIVED, DISCARDED);
        parameters.violations().check();
        response.setContentType(format.mediaType());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + format.fileName() + "\"");
        export.write(filter, format, operator.getName(), response.getOutputStream());
    }
}
