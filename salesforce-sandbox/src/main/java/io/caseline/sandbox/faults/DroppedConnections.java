package io.caseline.sandbox.faults;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.EOFException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Closes connections without a response or in the middle of one. A servlet cannot do that, so a Tomcat valve does.
 */
@Component
public class DroppedConnections implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String MARK = DroppedConnections.class.getName();

    /** Closes the connection of the request; the part of the response that is still buffered is discarded. */
    public static void drop(ServletRequest request) {
        request.setAttribute(MARK, true);
    }

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.addEngineValves(new Valve());
    }

    private static final class Valve extends ValveBase {

        Valve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            getNext().invoke(request, response);
            if (request.getAttribute(MARK) != null) {
                response.setSuspended(true);
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new EOFException("dropped on demand"));
            }
        }
    }
}
