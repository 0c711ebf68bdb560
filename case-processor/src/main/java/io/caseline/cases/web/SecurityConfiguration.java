package io.caseline.cases.web;

import io.caseline.web.TokenProblems;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/** Only health is open. Tokens are the gateway's: it relays the partner's own. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain bearerTokens(HttpSecurity http, ObjectProvider<JwtDecoder> decoder) {
        TokenProblems problems = new TokenProblems();
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // otherwise an error of this application would become a 403
                        .requestMatchers("/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator/prometheus")
                        .hasAuthority("SCOPE_metrics:read")
                        .requestMatchers("/actuator/gaps", "/actuator/gaps/*")
                        .hasAuthority("SCOPE_cases:operate")
                        .requestMatchers("/internal/cases/*")
                        .hasAuthority("SCOPE_cases:read")
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(required(decoder)))
                        .authenticationEntryPoint(problems)
                        .withObjectPostProcessor(TokenProblems.to(problems)))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .build();
    }

    static JwtDecoder required(ObjectProvider<JwtDecoder> decoder) {
        return decoder.getIfAvailable(SecurityConfiguration::missing);
    }

    private static JwtDecoder missing() {
        throw new IllegalStateException("No issuer of tokens is configured. Set"
                + " spring.security.oauth2.resourceserver.jwt.public-key-location, or its issuer-uri or jwk-set-uri");
    }
}
