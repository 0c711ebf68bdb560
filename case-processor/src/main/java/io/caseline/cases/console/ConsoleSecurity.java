package io.caseline.cases.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** Who may see which page. The console takes sessions only, and no bearer token. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {
    static final String CALLBACK = "/console/oauth2/code/";

    /** The console's own files, and nothing written into a page. */
    private static final String ONLY_OWN =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ConsoleSettings settings;
    private final IdentityProviders providers;
    private final SessionLimits sessions;
    private final SignedOutAnswers signedOut = new SignedOutAnswers();

    ConsoleSecurity(ConsoleSettings settings, IdentityProviders providers, InstantSource clock) {
        this.settings = settings;
        this.providers = providers;
        this.sessions = new SessionLimits(settings, clock);
    }

    @Bean
    @Order(2)
    SecurityFilterChain console(HttpSecurity http) {
        http.securityMatcher("/", "/console", "/console/**")
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                        .permitAll() // of requests that were decided
                        .requestMatchers("/", "/console/assets/**", "/console/lib/**", SignInPage.PATH)
                        .permitAll()
                        .requestMatchers("/console/submissions/*/content", "/console/submissions/*/amend")
                        .hasAuthority(Role.MAY_AMEND)
                        .requestMatchers("/console/replays/new", "/console/replays/window", "/console/discard")
                        .hasAuthority(Role.MAY_OPERATE)
                        .requestMatchers(HttpMethod.GET)
                        .hasAuthority(Role.MAY_VIEW)
                        .anyRequest()
                        .hasAuthority(Role.MAY_OPERATE))
                .requestCache(cache -> cache.requestCache(pagesOnly()))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(signedOut).accessDeniedHandler(signedOut))
                .logout(logout -> logout.logoutUrl("/console/sign-out")
                        .logoutSuccessUrl(SignInPage.PATH + "?out")
                        .deleteCookies())
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(ONLY_OWN))
                        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
                .addFilterBefore(sessions, SecurityContextHolderFilter.class)
                .addFilterBefore(new CrossSiteArrival(), SessionLimits.class);
        if (!settings.users().isEmpty()) {
            http.authenticationProvider(new LocalAccounts(settings.users(), new SignInLimit()))
                    .formLogin(form -> form.loginPage(SignInPage.PATH)
                            .successHandler(beginSession())
                            .failureHandler(ConsoleSecurity::refuse));
        }
        if (!providers.forSignIn().isEmpty()) {
            http.oauth2Login(login -> login.loginPage(SignInPage.PATH)
                    .authorizationEndpoint(endpoint -> endpoint.baseUri(IdentityProviders.START))
                    .redirectionEndpoint(endpoint -> endpoint.baseUri(CALLBACK + "*"))
                    .userInfoEndpoint(endpoint -> endpoint.userAuthoritiesMapper(
                            authorities -> IdentityProviders.roles(authorities, settings.rolesClaim())))
                    .successHandler(beginSession())
                    .failureHandler(ConsoleSecurity::refuse));
        }
        return http.build();
    }

    /** Only a page is opened again after the sign-in, no form and no part of a page. */
    private static HttpSessionRequestCache pagesOnly() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setMatchingRequestParameterName("signed-in");
        cache.setRequestMatcher(request -> request.getMethod().equals("GET")
                && !SignedOutAnswers.isPartial(request)
                && !request.getRequestURI().startsWith(SessionLimits.LIVE));
        return cache;
    }

    private AuthenticationSuccessHandler beginSession() {
        SavedRequestAwareAuthenticationSuccessHandler handler = new SavedRequestAwareAuthenticationSuccessHandler() {
            @Override
            public void onAuthenticationSuccess(
                    HttpServletRequest request, HttpServletResponse response, Authentication user)
                    throws jakarta.servlet.ServletException, IOException {
                sessions.begin(request.getSession());
                super.onAuthenticationSuccess(request, response, user);
            }
        };
        handler.setDefaultTargetUrl("/console");
        handler.setRequestCache(pagesOnly());
        return handler;
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        String why = e instanceof SignInLimit.TooManyAttemptsException
                ? "?limited"
                : request.getRequestURI().equals(SignInPage.PATH) ? "?wrong" : "?refused";
        response.sendRedirect(SignInPage.PATH + why);
    }
}
