package io.caseline.gateway.testing;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sockets that take {@code test.socket-buffer} bytes: a caller who reads nothing fills them with a few responses. */
@Configuration
@ConditionalOnProperty("test.socket-buffer")
class SocketBuffers {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers(
            @Value("${test.socket-buffer}") String bytes) {
        return server -> server.addConnectorCustomizers(connector -> {
            connector.setProperty("socket.txBufSize", bytes);
            connector.setProperty("socket.rxBufSize", bytes);
        });
    }
}
