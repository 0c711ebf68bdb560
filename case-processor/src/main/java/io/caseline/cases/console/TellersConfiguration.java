package io.caseline.cases.console;

import io.caseline.cases.console.ConsoleSettings.Tellers;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.ImportHttpServices;

/** The client of teller-processor. Its address and time-outs are {@code spring.http.serviceclient.tellers}. */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = TellersConfiguration.GROUP, types = TellersApi.class)
class TellersConfiguration {
    static final String GROUP = "tellers";

    /** The console asks with its own token, whoever looks: the operator's role is checked here. */
    private static final Authentication CONSOLE = new AnonymousAuthenticationToken(
            "console", "caseline-console", AuthorityUtils.createAuthorityList("console"));

    @Bean
    RestClientHttpServiceGroupConfigurer tellersHttp(
            ConsoleSettings settings,
            ObjectProvider<ClientRegistrationRepository> registrations,
            ObjectProvider<OAuth2AuthorizedClientService> clients) {
        Optional<ClientHttpRequestInterceptor> authentication =
                authentication(settings.tellers(), registrations, clients);
        return groups -> groups.filterByName(GROUP)
                .forEachClient((group, client) -> authentication.ifPresent(client::requestInterceptor));
    }

    private static Optional<ClientHttpRequestInterceptor> authentication(
            Tellers tellers,
            ObjectProvider<ClientRegistrationRepository> registrations,
            ObjectProvider<OAuth2AuthorizedClientService> clients) {
        String registration = tellers.registration();
        if (registration == null) {
            return Optional.ofNullable(tellers.tokenFile()).map(TokenFile::new);
        }
        ClientRegistrationRepository repository = registrations.getIfAvailable();
        if (repository == null || repository.findByRegistrationId(registration) == null) {
            throw new IllegalStateException("caseline.console.tellers.registration names " + registration
                    + ", and there is no spring.security.oauth2.client.registration." + registration);
        }
        OAuth2ClientHttpRequestInterceptor interceptor = new OAuth2ClientHttpRequestInterceptor(
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(repository, clients.getObject()));
        interceptor.setClientRegistrationIdResolver(request -> registration);
        interceptor.setPrincipalResolver(request -> CONSOLE);
        return Optional.of(interceptor);
    }
}
