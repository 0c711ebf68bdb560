package io.caseline.web;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.coyote.ActionCode;

/**
 * The body of a refused request that nobody reads. Tomcat would read the rest on the request's thread, and a caller without
 * a token could hold the thread by sending it slowly.
 */
public final class UnreadBody {
    private UnreadBody() {}

    /** Closes the connection after the response, if the request may have a body. */
    public static void discard(Request request, Response response) {
        if (request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null) {
            if (!response.isCommitted()) {
                response.setHeader("Connection", "close");
            }
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            if (response.getContentWritten() > 0) {
                response.setErrorReported(); // the action has marked an error, but its response is there
            }
        }
    }
}
