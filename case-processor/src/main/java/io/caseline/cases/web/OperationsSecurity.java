package io.caseline.cases.web;

import io.caseline.web.TokenProblems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.SecurityFilterChain;

/** The operations API takes bearer tokens only, never a session: another site's page cannot use it with a cookie. */
@Configuration(proxyBeanMethods = false)
class OperationsSecurity {
    private static final String CONTENT = "/ops/v1/submissions/*/content";
    private static final String DOCUMENT = "/ops/v1/openapi.yaml";

    private final TokenProblems problems = new TokenProblems();
    private final BearerTokenAccessDeniedHandler forbidden = new BearerTokenAccessDeniedHandler();
    private final JwtAuthenticationConverter authorities = new JwtAuthenticationConverter();

    @Bean
    @Order(1)
    SecurityFilterChain operationsApi(HttpSecurity http, ObjectProvider<JwtDecoder> decoder) {
        return http.securityMatcher("/ops/**")
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll() // of requests that were allowed
                                .requestMatchers(HttpMethod.GET, DOCUMENT)
                                .permitAll()
                                .requestMatchers(CONTENT)
                                .hasAuthority("SCOPE_cases:amend")
                                .requestMatchers(HttpMethod.GET)
                                .hasAnyAuthority("SCOPE_cases:view", "SCOPE_cases:operate")
                                .anyRequest()
                                .hasAuthority("SCOPE_cases:operate"))
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(SecurityConfiguration.required(decoder))
                                .jwtAuthenticationConverter(this::authentication))
                        .authenticationEntryPoint(problems)
                        .withObjectPostProcessor(TokenProblems.to(problems))
                        .accessDeniedHandler(this::deny))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** The audit names who acted, so a token without a subject is refused. */
    private AbstractAuthenticationToken authentication(Jwt token) {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new InvalidBearerTokenException("The token has no subject");
        }
        return authorities.convert(token);
    }

    private void deny(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        forbidden.handle(request, response, e);
        ProblemResponse.write(response, HttpStatus.FORBIDDEN, "The token needs the scope " + neededScope(request));
    }

    private static String neededScope(HttpServletRequest request) {
        if (request.getServletPath().endsWith("/content")) {
            return "cases:amend";
        }
        return request.getMethod().equals("GET") ? "cases:view or cases:operate" : "cases:operate";
    }
}
