package io.caseline.gateway.server;

import io.caseline.gateway.http.ResponseWriter;
import io.caseline.web.UnreadBody;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Closes the connection of a refused request whose body has not been read. */
final class UnreadBodyValve extends ValveBase {

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        boolean respondedBefore = !request.isAsync() || request.getAttribute(ResponseWriter.BODY_UNREAD) != null;
        if (respondedBefore && response.getStatus() >= 400) {
            UnreadBody.discard(request, response);
        }
    }
}
