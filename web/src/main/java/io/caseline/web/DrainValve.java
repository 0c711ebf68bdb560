package io.caseline.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Asks callers to open another connection while this instance drains. */
final class DrainValve extends ValveBase {
    private final Drain drain;

    DrainValve(Drain drain) {
        super(true);
        this.drain = drain;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (drain.isDraining()) {
            response.setHeader("Connection", "close");
        }
        getNext().invoke(request, response);
    }
}
