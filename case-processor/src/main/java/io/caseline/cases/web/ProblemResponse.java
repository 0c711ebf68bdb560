package io.caseline.cases.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Problem details of filters, which answer before any controller. */
final class ProblemResponse {
    private ProblemResponse() {}

    static void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(JsonMapper.shared().writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, detail)));
    }
}
