package io.caseline.tellers.web;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** A valid bearer token is required for everything but health and the operators' page, which holds no data itself. */
@Configuration
class SecurityConfiguration {

    /** The operators' page loads only its own files, and calls only this application. */
    private static final String ONLY_OWN = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:;"
            + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // or an error page would be answered with 403
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/gaps/**")
                        .hasAuthority("SCOPE_tellers:operate")
                        .requestMatchers("/actuator/**")
                        .hasAuthority("SCOPE_metrics:read")
                        .requestMatchers(HttpMethod.GET, "/operators/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/internal/operators/**")
                        .hasAuthority("SCOPE_tellers:operate")
                        .requestMatchers("/internal/associations/**")
                        .hasAnyAuthority("SCOPE_tellers:read", "SCOPE_tellers:write")
                        .anyRequest()
                        .denyAll())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_OWN)))
                .oauth2ResourceServer(server -> server.jwt(jwt -> {}))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }
}
