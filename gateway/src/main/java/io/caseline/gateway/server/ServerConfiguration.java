package io.caseline.gateway.server;

import io.caseline.gateway.http.RequestIdFilter;
import io.caseline.web.RefusalBody;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;

/** What the server does with requests that reach no servlet. */
@Configuration
class ServerConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorResponses() {
        return factory -> {
            factory.addContextValves(new RefusalsValve(), new DocumentsValve());
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(JsonErrorReportValve.class.getName());
                }
            });
        };
    }

    /** In the envelope of the partner APIs. */
    @Bean
    RefusalBody refusalBody() {
        return (request, status, sentence) -> {
            String requestId = request.getHeader(RequestIdFilter.HEADER);
            return new RefusalBody.Body(
                    "application/json",
                    RequestIdFilter.isSafe(requestId)
                            ? Map.of(RequestIdFilter.HEADER, Objects.requireNonNull(requestId))
                            : Map.of(),
                    JsonErrorReportValve.envelope(status, sentence));
        };
    }

    /** Nothing looks up the current request by its thread. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContext() {
        FilterRegistrationBean<RequestContextFilter> registration =
                new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }
}
