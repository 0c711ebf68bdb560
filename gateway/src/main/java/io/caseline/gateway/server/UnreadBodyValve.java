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
        Runnable discard = () -> UnreadBody.discard(request, response);
        request.setAttribute(ResponseWriter.DISCARD_BODY, discard);
        getNext().invoke(request, response);
        if (!request.isAsync() && response.getStatus() >= 400) {
            UnreadBody.discard(request, response);
        }
    }
}
