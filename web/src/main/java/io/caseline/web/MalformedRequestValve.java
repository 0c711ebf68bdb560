package io.caseline.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Refuses, before any filter, what no filter or servlet has to understand: raw targets that are not canonical, headers with
 * control characters, and what the server itself could not parse. Each refusal is the caller's error, so it is 4xx.
 */
final class MalformedRequestValve extends ValveBase {
    private static final String HEADERS_TOO_LARGE =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private final RefusalBody body;
    private final String headerLimit;

    MalformedRequestValve(RefusalBody body, String headerLimit) {
        super(true);
        this.body = body;
        this.headerLimit = headerLimit;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (response.isError()) {
            refuseUnparsed(request, response);
            return;
        }
        Optional<String> defect = RequestTarget.defect(request.getRequestURI(), request.getQueryString());
        if (defect.isPresent()) {
            UnreadBody.discard(request, response);
            refuse(request, response, 400, defect.get());
        } else if (hasControls(request.getCoyoteRequest().getMimeHeaders())) {
            UnreadBody.discard(request, response);
            refuse(request, response, 400, "A header has a control character");
        } else {
            getNext().invoke(request, response);
        }
    }

    /** The server closes the connection of such a request by itself. */
    private void refuseUnparsed(Request request, Response response) throws IOException {
        int status = response.getStatus();
        if (isTooLarge(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))) {
            refuse(
                    request,
                    response,
                    431,
                    "The request line and the headers are larger than " + headerLimit + "; send a smaller token");
        } else if (status == 405 || status == 417) {
            refuse(request, response, status, status == 405 ? "This method is not supported" : "Send no Expect header");
        } else {
            // an unknown transfer coding, method or version is 5xx for Tomcat
            refuse(request, response, status < 500 ? status : 400, "The request line or a header cannot be read");
        }
    }

    /** Also for more header lines than the server takes. */
    private static boolean isTooLarge(@Nullable Object failure) {
        return failure instanceof IllegalStateException
                || (failure instanceof IllegalArgumentException tooLarge
                        && HEADERS_TOO_LARGE.equals(tooLarge.getMessage()));
    }

    private void refuse(Request request, Response response, int status, String sentence) throws IOException {
        response.setSuspended(false);
        response.setStatus(status);
        RefusalBody.Body refusal = body.of(request, status, sentence);
        response.setContentType(refusal.contentType());
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // it is written while a thread waits for the reader: no further one follows it
        response.setHeader("Connection", "close");
        refusal.headers().forEach(response::setHeader);
        Writer writer = response.getReporter();
        if (writer != null) {
            writer.write(refusal.text());
            response.finishResponse();
        }
    }

    /** Over the bytes as they came, without making texts of them. Others than ASCII may be UTF-8. */
    private static boolean hasControls(MimeHeaders headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (hasControls(headers.getValue(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasControls(MessageBytes value) {
        if (value.getType() != MessageBytes.T_BYTES) {
            return false;
        }
        ByteChunk chunk = value.getByteChunk();
        byte[] bytes = chunk.getBuffer();
        for (int i = chunk.getStart(); i < chunk.getEnd(); i++) {
            int c = bytes[i] & 0xff;
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }
}
