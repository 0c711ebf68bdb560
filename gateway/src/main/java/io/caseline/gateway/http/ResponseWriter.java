package io.caseline.gateway.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a response as JSON, on a thread of the server and without blocking it: a caller who does not read its responses holds
 * no thread, neither one of the server nor the one that knew the response. If it reads nothing for
 * {@code server.tomcat.connection-timeout}, the server closes the connection.
 */
public final class ResponseWriter {
    /** The request attribute with what to run after a response that comes before the body, a {@link Runnable}. */
    public static final String DISCARD_BODY = "caseline.body.discard";

    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);

    private final AsyncContext async;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final JsonMapper json;
    private final boolean last;

    /** @param last whether the connection is closed after the response */
    ResponseWriter(AsyncContext async, JsonMapper json, boolean last) {
        this.async = async;
        this.request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.json = json;
        this.last = last;
    }

    static boolean mayHaveBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /**
     * Writes the response and completes the asynchronous request.
     *
     * @param bodyUnread whether the request has a body that nobody has read
     */
    void write(Response complete, boolean bodyUnread) throws IOException {
        Runnable afterwards = prepare(complete, bodyUnread);
        ServletOutputStream output = response.getOutputStream();
        output.setWriteListener(new Writing(output, bytes(complete), afterwards));
    }

    /** The same on this thread: the server ends the request by itself when it returns, after an error or a time-out. */
    void writeNow(Response complete, boolean bodyUnread) throws IOException {
        Runnable afterwards = prepare(complete, bodyUnread);
        response.getOutputStream().write(bytes(complete));
        afterwards.run();
        async.complete();
    }

    private byte[] bytes(Response complete) {
        byte[] body = json.writeValueAsBytes(complete.body());
        response.setContentLength(body.length);
        return body;
    }

    /** Writes the head. Returns what to run after the response. */
    private Runnable prepare(Response complete, boolean bodyUnread) throws IOException {
        response.setStatus(complete.status());
        complete.headers().forEach(response::setHeader);
        response.setContentType(JsonType.preferred(request.getHeader("Accept")).toString());
        if (last) {
            response.setHeader("Connection", "close");
        }
        if (!bodyUnread || hasArrived()) {
            return () -> {};
        }
        // or the server would wait for the rest on a thread
        response.setHeader("Connection", "close");
        return request.getAttribute(DISCARD_BODY) instanceof Runnable discard ? discard : () -> {};
    }

    private final class Writing implements WriteListener {
        private final ServletOutputStream output;
        private final byte[] body;
        private final Runnable afterwards;
        private boolean written;

        Writing(ServletOutputStream output, byte[] body, Runnable afterwards) {
            this.output = output;
            this.body = body;
            this.afterwards = afterwards;
        }

        @Override
        public void onWritePossible() throws IOException {
            if (!written && output.isReady()) {
                written = true;
                output.write(body);
            }
            if (written && output.isReady()) {
                afterwards.run();
                async.complete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            log.debug("The caller disconnected before the response, or does not read it", failure);
            async.complete();
        }
    }

    private boolean hasArrived() throws IOException {
        long length = request.getContentLengthLong();
        return length >= 0 && BodyReader.readArrived(request).length == length;
    }
}
