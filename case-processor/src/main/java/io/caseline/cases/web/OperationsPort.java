package io.caseline.cases.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.tomcat.SslConnectorCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/** The port for people, so that a network can keep it apart from the one that the gateway and probes use. */
@Component
public class OperationsPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    /** Few people use it, each with a browser and a script or two. */
    private static final int CONNECTIONS = 1000;

    private static final Log log = LogFactory.getLog(OperationsPort.class);

    private final Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
    private final ConfigurableEnvironment environment;

    OperationsPort(OperationsSettings settings, ConfigurableEnvironment environment) {
        this.environment = environment;
        connector.setPort(settings.port());
        connector.setProperty("address", settings.address().getHostAddress());
        connector.setProperty("maxConnections", Integer.toString(CONNECTIONS));
        connector.setProperty("bindOnInit", "false"); // not before the application can answer
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        Ssl ssl = factory.getSsl();
        if (ssl != null && ssl.isEnabled()) {
            speakTls(ssl, Objects.requireNonNull(factory.getSslBundles()));
        }
        factory.addAdditionalConnectors(connector);
    }

    /** With the server's certificate; but people's browsers are asked for none, whatever {@code client-auth} says. */
    private void speakTls(Ssl ssl, SslBundles bundles) {
        SslConnectorCustomizer tls = new SslConnectorCustomizer(log, connector, Ssl.ClientAuth.NONE);
        tls.customize(WebServerSslBundle.get(ssl, bundles), Map.of());
        if (ssl.getBundle() != null) {
            bundles.addBundleUpdateHandler(ssl.getBundle(), renewed -> tls.update(null, renewed));
        }
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
