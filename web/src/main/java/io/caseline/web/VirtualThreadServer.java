package io.caseline.web;

import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Has every port handle its requests on virtual threads. A caller who does not read its responses then holds no thread that
 * others need; {@code server.tomcat.max-connections} bounds how many there are.
 */
public final class VirtualThreadServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addConnectorCustomizers(VirtualThreadServer::use);
        factory.getAdditionalConnectors().forEach(VirtualThreadServer::use);
    }

    private static void use(Connector connector) {
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("http-" + connector.getPort() + "-"));
    }

    /** The last one, so that every connector is there. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
