package io.caseline.gateway.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Writes a response as JSON. */
public final class ResponseWriter {
    /** The request attribute that says that the response comes before the body. */
    public static final String BODY_UNREAD = "caseline.body.unread";

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final JsonMapper json;
    private final boolean last;

    /** @param last whether the connection is closed after the response */
    ResponseWriter(AsyncContext async, JsonMapper json, boolean last) {
        this.request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.json = json;
        this.last = last;
    }

    static boolean mayHaveBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** @param bodyUnread whether the request has a body that nobody has read */
    void write(Response complete, boolean bodyUnread) throws IOException {
        response.setStatus(complete.status());
        complete.headers().forEach(response::setHeader);
        byte[] body = json.writeValueAsBytes(complete.body());
        response.setContentType(JsonType.preferred(request.getHeader("Accept")).toString());
        response.setContentLength(body.length);
        if (last) {
            response.setHeader("Connection", "close");
        }
        if (bodyUnread && !hasArrived()) {
            // or the server would wait for the rest on a thread
            response.setHeader("Connection", "close");
            request.setAttribute(BODY_UNREAD, true);
        }
        response.getOutputStream().write(body);
    }

    private boolean hasArrived() throws IOException {
        long length = request.getContentLengthLong();
        return length >= 0 && request.getInputStream().available() >= length;
    }
}
