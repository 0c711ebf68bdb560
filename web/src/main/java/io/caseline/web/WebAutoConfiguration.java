package io.caseline.web;

import org.apache.catalina.connector.Connector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** The same limits and refusals at every port, and the same end. */
@AutoConfiguration
@EnableConfigurationProperties(ShutdownSettings.class)
class WebAutoConfiguration {

    /** The last one, so that every connector is there. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusals(
            ServerProperties server, ObjectProvider<RefusalBody> body) {
        return new Refusals(server.getMaxHttpRequestHeaderSize(), body.getIfAvailable(() -> RefusalBody::problem));
    }

    @Bean
    Drain drain(ShutdownSettings settings) {
        return new Drain(settings.drain());
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> draining(Drain drain) {
        return factory -> factory.addEngineValves(new DrainValve(drain));
    }

    private record Refusals(DataSize headerLimit, RefusalBody body)
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addEngineValves(new MalformedRequestValve(body, headerLimit.toKilobytes() + " KB"));
            for (Connector connector : factory.getAdditionalConnectors()) {
                connector.setProperty("maxHttpRequestHeaderSize", Long.toString(headerLimit.toBytes()));
            }
        }

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }
    }
}
