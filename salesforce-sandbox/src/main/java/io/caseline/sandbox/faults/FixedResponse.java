package io.caseline.sandbox.faults;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A response that replaces Salesforce's own, such as a login page or the error page of a proxy.
 *
 * @param html the body; if omitted, the response has no body
 */
public record FixedResponse(
        @Min(200) @Max(599) int status, @Nullable String html) {

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status / 100 == 3) {
            response.setHeader(HttpHeaders.LOCATION, "https://login.example.com/");
        }
        if (html != null) {
            response.setContentType(MediaType.TEXT_HTML_VALUE);
            response.getWriter().write(html);
        }
    }
}
