package io.caseline.gateway.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;
import org.springframework.security.web.header.HeaderWriterFilter;

/** Bearer tokens on everything but health; the scope here, the program or merchant where it is known. */
@Configuration
class SecurityConfiguration {

    /** Holds no secret, but is nobody's business on the open net: it needs a token unless a setting opens it. */
    private static final String[] DOCS = {"/v3/api-docs", "/docs/**", "/webjars/**"};

    /** An observation for each filter of each request costs more than the filters. */
    @Bean
    SecurityObservationSettings withoutObservations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    SecurityFilterChain security(
            HttpSecurity http,
            JwtDecoder decoder,
            InstantSource clock,
            @Value("${caseline.docs.open:false}") boolean docsOpen) {
        Refusals refusals = new Refusals();
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers(DOCS)
                        .access((who, request) -> new AuthorizationDecision(docsOpen || isSomebody(who.get())))
                        .requestMatchers("/actuator/**")
                        .hasAuthority("SCOPE_metrics:read")
                        .requestMatchers(HttpMethod.POST, "/programs/**")
                        .hasAuthority("SCOPE_cases:write")
                        .requestMatchers("/programs/**")
                        .hasAuthority("SCOPE_cases:read")
                        .requestMatchers(HttpMethod.GET, "/retailer/**")
                        .hasAnyAuthority("SCOPE_tellers:read", "SCOPE_tellers:write")
                        .requestMatchers("/retailer/**")
                        .hasAuthority("SCOPE_tellers:write")
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(new CachedJwtDecoder(decoder, clock)))
                        .authenticationEntryPoint(refusals)
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                                AuthenticationEntryPointFailureHandler handler =
                                        new AuthenticationEntryPointFailureHandler(refusals);
                                handler.setRethrowAuthenticationServiceException(false);
                                filter.setAuthenticationFailureHandler(handler);
                                return filter;
                            }
                        }))
                // written at once: the answer may be under way on another thread when the filters are left
                .headers(headers -> headers.withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
                    @Override
                    public <O extends HeaderWriterFilter> O postProcess(O filter) {
                        filter.setShouldWriteHeadersEagerly(true);
                        return filter;
                    }
                }))
                // Spring Security's own answer there needs no token, and tells what is not so
                .addFilterBefore(SecurityConfiguration::hideWellKnown, HeaderWriterFilter.class)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** A token without an end would never end. */
    @Bean
    OAuth2TokenValidator<Jwt> expiryRequired() {
        return new JwtClaimValidator<@Nullable Instant>(JwtClaimNames.EXP, Objects::nonNull);
    }

    private static void hideWellKnown(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (((HttpServletRequest) request).getRequestURI().startsWith("/.well-known/")) {
            ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isSomebody(@Nullable Authentication who) {
        return who instanceof JwtAuthenticationToken && who.isAuthenticated();
    }
}
