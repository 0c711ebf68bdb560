package io.caseline.gateway.server;

import io.caseline.gateway.http.ResponseWriter;
import io.caseline.web.UnreadBody;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Completes the refusals of security filters and unknown paths: with a sentence, and as the last response of the connection.
 * They are written while a thread waits for the reader; a single one fits into the buffer of the socket and waits for nobody.
 */
final class RefusalsValve extends ValveBase {

    RefusalsValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Runnable discard = () -> UnreadBody.discard(request, response);
        request.setAttribute(ResponseWriter.DISCARD_BODY, discard);
        getNext().invoke(request, response);
        if (!request.isAsync() && response.getStatus() >= 400) {
            if (!response.isCommitted()) {
                response.setHeader("Connection", "close");
                if (response.getContentWritten() == 0) {
                    response.setError(); // has the server write the sentence
                }
            }
            UnreadBody.discard(request, response);
        }
    }
}
