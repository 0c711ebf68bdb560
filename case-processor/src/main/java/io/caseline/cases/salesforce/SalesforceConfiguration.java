package io.caseline.cases.salesforce;

import java.net.http.HttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

    @Bean
    SalesforceApi salesforceApi(RestClient.Builder builder, SalesforceSettings settings) {
        // HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.readTimeout());
        requests.enableCompression(true);
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(
                        builder.requestFactory(requests).build()))
                .build()
                .createClient(SalesforceApi.class);
    }
}
