package io.caseline.cases.salesforce;

import java.net.http.HttpClient;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    /** Reads the secret or the key once, so that a wrong setting is told at the start. */
    @Bean
    Grant grant(SalesforceSettings settings, InstantSource time) {
        Grant grant = switch (settings.signIn()) {
            case CLIENT_CREDENTIALS -> new ClientCredentials(settings);
            case JWT_BEARER -> new JwtBearer(settings, time);
        };
        var unused = grant.form();
        return grant;
    }

    @Bean
    SalesforceApi salesforceApi(RestClient.Builder builder, CallBudget budget, SalesforceSettings settings) {
        // HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.readTimeout());
        requests.enableCompression(true);
        RestClient client = builder.requestFactory(requests)
                .defaultStatusHandler(HttpStatusCode::is3xxRedirection, (request, response) -> {
                    // a login page or another host: its answer is none of the API's
                    throw new RestClientResponseException(
                            "Redirected", response.getStatusCode(), "", response.getHeaders(), null, null);
                })
                .requestInterceptor(new GzipRequestInterceptor(settings.zipAbove()))
                .requestInterceptor(readingUsage(budget))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(SalesforceApi.class);
    }

    private static ClientHttpRequestInterceptor readingUsage(CallBudget budget) {
        return (request, body, execution) -> {
            ClientHttpResponse response = execution.execute(request, body);
            budget.read(response.getHeaders().getFirst("Sforce-Limit-Info"));
            return response;
        };
    }
}
