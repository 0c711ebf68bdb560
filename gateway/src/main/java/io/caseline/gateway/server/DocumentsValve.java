package io.caseline.gateway.server;

import io.caseline.gateway.ApiPaths;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Keeps readers of documents, health and metrics from holding the server's threads, which wait for them, unlike at the partner
 * APIs. Each of these responses is the last of its connection: a short one fits into the buffer of the socket and waits for
 * nobody. Documents are long, and only a few threads write them.
 */
final class DocumentsValve extends ValveBase {
    private static final String ACTUATOR = "/actuator";
    private static final int DOCUMENTS_AT_ONCE = 4;

    private final Semaphore places = new Semaphore(DOCUMENTS_AT_ONCE);

    DocumentsValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (isDocument(path)) {
            response.setHeader("Connection", "close");
            writeDocument(request, response);
            return;
        }
        if (path.startsWith(ACTUATOR)) {
            response.setHeader("Connection", "close");
        }
        getNext().invoke(request, response);
    }

    /** A loop: each request passes it. */
    private static boolean isDocument(String path) {
        for (String document : ApiPaths.DOCUMENTS) {
            if (path.startsWith(document)) {
                return true;
            }
        }
        return false;
    }

    private void writeDocument(Request request, Response response) throws IOException, ServletException {
        if (!places.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            response.setStatus(429);
            return;
        }
        try {
            getNext().invoke(request, response);
        } finally {
            places.release();
        }
    }
}
