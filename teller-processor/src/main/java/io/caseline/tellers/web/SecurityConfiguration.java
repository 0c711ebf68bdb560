package io.caseline.tellers.web;

import io.caseline.web.TokenProblems;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/** A valid bearer token is required for everything but health. */
@Configuration
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        TokenProblems problems = new TokenProblems();
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // or an error page would be answered with 403
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/gaps/**")
                        .hasAuthority("SCOPE_tellers:operate")
                        .requestMatchers("/actuator/**")
                        .hasAuthority("SCOPE_metrics:read")
                        .requestMatchers(HttpMethod.GET, "/internal/operators/**")
                        .hasAuthority("SCOPE_tellers:operate")
                        .requestMatchers("/internal/associations/**")
                        .hasAnyAuthority("SCOPE_tellers:read", "SCOPE_tellers:write")
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.jwt(jwt -> {})
                        .authenticationEntryPoint(problems)
                        .withObjectPostProcessor(TokenProblems.to(problems)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }
}
