package io.caseline.gateway.security;

import io.caseline.gateway.ApiPaths;
import io.caseline.web.TokenProblems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.OAuth2ProtectedResourceMetadataFilter;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.request.async.WebAsyncManagerIntegrationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.session.SessionManagementFilter;

/** Bearer tokens for everything but the status of health. Scopes are checked here, programs and merchants where they are known. */
@Configuration
class SecurityConfiguration {

    /** Holds no secret, but is not public: it needs a token unless a setting opens it. */
    private static final String[] DOCUMENTS =
            ApiPaths.DOCUMENTS.stream().map(path -> path + "/**").toArray(String[]::new);

    private static final String BEARER = "Bearer ";

    /** Filters for sessions, Spring MVC's async support and public metadata, none of which is used here. */
    private static final Set<Class<?>> UNUSED_FILTERS = Set.of(
            DisableEncodeUrlFilter.class,
            SessionManagementFilter.class,
            WebAsyncManagerIntegrationFilter.class,
            OAuth2ProtectedResourceMetadataFilter.class);

    /** An observation for each filter of each request costs more than the filters. */
    @Bean
    SecurityObservationSettings withoutObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Few requests, with Spring Security's usual filters: the health endpoint asks who the caller is. */
    @Bean
    @Order(1)
    SecurityFilterChain actuator(HttpSecurity http, JwtDecoder decoder) {
        return http.securityMatcher("/actuator/**")
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .hasAuthority("SCOPE_metrics:read"))
                .oauth2ResourceServer(server -> bearerTokens(server, decoder))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain security(
            HttpSecurity http, JwtDecoder decoder, @Value("${caseline.docs.open:false}") boolean docsOpen) {
        SecurityFilterChain chain = http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, ApiPaths.PROGRAMS + "/**")
                        .hasAuthority("SCOPE_cases:write")
                        .requestMatchers(ApiPaths.PROGRAMS + "/**")
                        .hasAuthority("SCOPE_cases:read")
                        .requestMatchers(HttpMethod.GET, ApiPaths.RETAILER + "/**")
                        .hasAnyAuthority("SCOPE_tellers:read", "SCOPE_tellers:write")
                        .requestMatchers(ApiPaths.RETAILER + "/**")
                        .hasAuthority("SCOPE_tellers:write")
                        .requestMatchers(DOCUMENTS)
                        .access((who, request) -> new AuthorizationDecision(docsOpen || isToken(who.get())))
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> bearerTokens(server, decoder))
                // written at once: another thread may be writing the response when the filters return
                .headers(headers -> headers.withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
                    @Override
                    public <O extends HeaderWriterFilter> O postProcess(O filter) {
                        filter.setShouldWriteHeadersEagerly(true);
                        return filter;
                    }
                }))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .build();
        chain.getFilters().removeIf(filter -> UNUSED_FILTERS.contains(filter.getClass()));
        return chain;
    }

    private static void bearerTokens(OAuth2ResourceServerConfigurer<HttpSecurity> server, JwtDecoder decoder) {
        BearerTokenEntryPoint entryPoint = new BearerTokenEntryPoint();
        BearerTokenAccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();
        server.jwt(jwt -> jwt.decoder(decoder).jwtAuthenticationConverter(new TokenAuthentications()))
                .bearerTokenResolver(SecurityConfiguration::bearerToken)
                .authenticationEntryPoint(entryPoint)
                .accessDeniedHandler((request, response, e) -> {
                    denied.handle(request, response, e);
                    RefusalReason.leave(request, RefusalReason.ofScope(request));
                })
                .withObjectPostProcessor(TokenProblems.to(entryPoint));
    }

    /** The token as sent: the decoder refuses what is not a token. */
    private static @Nullable String bearerToken(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String token = authorization.substring(BEARER.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private static boolean isToken(@Nullable Authentication who) {
        return who instanceof JwtAuthenticationToken && who.isAuthenticated();
    }
}
