package io.caseline.cases.console;

import io.caseline.cases.submissions.SubmissionExport;
import io.caseline.cases.submissions.SubmissionExport.Format;
import io.caseline.cases.submissions.SubmissionFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list as a file. It is an action, as it is in the audit. */
@Controller
class ExportPage {
    private final SubmissionExport export;

    ExportPage(SubmissionExport export) {
        this.export = export;
    }

    @PostMapping("/console/export")
    void export(@RequestParam String filter, @RequestParam Format format, Principal user, HttpServletResponse response)
            throws IOException {
        SubmissionFilter chosen = Actions.filter(filter);
        response.setContentType(format.mediaType());
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + format.fileName() + "\"");
        export.write(chosen, format, user.getName(), response.getOutputStream());
    }
}
