package io.caseline.gateway.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;

/** A baseline for benchmarks: a 202 without any work. Off unless a setting turns it on. */
@Configuration
@ConditionalOnBooleanProperty("caseline.bench.bare")
class BareResponse {
    private static final String PATH = "/bench/bare";

    @Bean
    ServletRegistrationBean<HttpServlet> bareServlet() {
        return new ServletRegistrationBean<>(new Accepting(), PATH);
    }

    @Bean
    WebSecurityCustomizer withoutSecurity() {
        return web -> web.ignoring().requestMatchers(PATH);
    }

    @SuppressWarnings("serial") // no servlet is ever serialized
    private static final class Accepting extends HttpServlet {
        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
            response.setContentLength(0);
        }
    }
}
