package io.caseline.cases.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/** The port for people, so that a network can keep it apart from the one that the gateway and probes use. */
@Component
public class OperationsPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** Few people use it, and they take no thread from the gateway's status queries. */
    private static final int THREADS = 20;

    private final Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
    private final ConfigurableEnvironment environment;

    OperationsPort(OperationsSettings settings, ConfigurableEnvironment environment) {
        this.environment = environment;
        connector.setPort(settings.port());
        connector.setProperty("address", settings.address().getHostAddress());
        connector.setProperty("maxThreads", Integer.toString(THREADS));
        connector.setProperty("bindOnInit", "false"); // not before the application can answer
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalConnectors(connector);
    }

    /** The actual port, also as the property {@code local.operations.port}; -1 before the application has started. */
    public int number() {
        return connector.getLocalPort();
    }

    /** Whether the request came in at this port, whatever its headers say. */
    public boolean received(HttpServletRequest request) {
        return request.getLocalPort() == number();
    }

    @EventListener(ServletWebServerInitializedEvent.class)
    void publishNumber() {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("operations port", Map.of("local.operations.port", number())));
    }
}
