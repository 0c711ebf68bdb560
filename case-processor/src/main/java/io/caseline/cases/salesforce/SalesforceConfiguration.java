package io.caseline.cases.salesforce;

import java.net.http.HttpClient;
import java.time.InstantSource;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientSettingsPropertyMapper;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.registry.ImportHttpServices;

/** The client of the API. Its time-outs are {@code spring.http.serviceclient.salesforce}; the session gives the address. */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = SalesforceConfiguration.GROUP, types = SalesforceApi.class)
class SalesforceConfiguration {
    static final String GROUP = "salesforce";

    /** Reads the secret or the key once, so that a wrong setting fails the start. */
    @Bean
    SignInMethod signInMethod(SalesforceSettings settings, InstantSource clock) {
        SignInMethod method = switch (settings.signIn()) {
            case CLIENT_CREDENTIALS -> new ClientCredentials(settings);
            case JWT_BEARER -> new JwtBearer(settings, clock);
        };
        var unused = method.form();
        return method;
    }

    /** HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers. */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> http11WithCompression() {
        return builder -> builder.withHttpClientCustomizer(http -> http.version(HttpClient.Version.HTTP_1_1))
                .withCustomizer(requests -> requests.enableCompression(true));
    }

    /** Of this group alone, and with the group's settings: the other servers are not behind the proxy. */
    @Bean
    RestClientHttpServiceGroupConfigurer salesforceProxy(
            SalesforceProxy proxy,
            ClientHttpRequestFactoryBuilder<?> builder,
            HttpServiceClientProperties services,
            HttpClientSettings common,
            SslBundles bundles) {
        if (proxy.host() == null) {
            return groups -> {};
        }
        ClientHttpRequestFactory requests = proxy.applyTo((JdkClientHttpRequestFactoryBuilder) builder)
                .build(new HttpClientSettingsPropertyMapper(bundles, common).map(services.get(GROUP)));
        return groups -> groups.filterByName(GROUP).forEachClient((group, client) -> client.requestFactory(requests));
    }

    @Bean
    RestClientHttpServiceGroupConfigurer salesforceHttp(CallBudget budget, SalesforceSettings settings) {
        return groups -> groups.filterByName(GROUP)
                .forEachClient((group, client) -> client.defaultStatusHandler(
                                HttpStatusCode::is3xxRedirection, (request, response) -> {
                                    // to a login page or another host, whose response is not one of the API
                                    throw new RestClientResponseException(
                                            "Redirected",
                                            response.getStatusCode(),
                                            "",
                                            response.getHeaders(),
                                            null,
                                            null);
                                })
                        .requestInterceptor(new GzipRequestInterceptor(settings.zipAbove()))
                        .requestInterceptor(readingUsage(budget)));
    }

    private static ClientHttpRequestInterceptor readingUsage(CallBudget budget) {
        return (request, body, execution) -> {
            ClientHttpResponse response = execution.execute(request, body);
            budget.read(response.getHeaders().getFirst("Sforce-Limit-Info"));
            return response;
        };
    }
}
