package io.caseline.tellers.feeplans;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The card core's client as the application's own settings make it, without the rest of the application. */
final class CardCoreClients implements AutoCloseable {
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    @ImportAutoConfiguration({
        HttpMessageConvertersAutoConfiguration.class,
        ImperativeHttpClientAutoConfiguration.class,
        RestClientAutoConfiguration.class,
        HttpServiceClientPropertiesAutoConfiguration.class,
        HttpServiceClientAutoConfiguration.class
    })
    @Import(CardCoreConfiguration.class)
    static class Client {}

    CardCoreApi at(URI url, Duration readTimeout) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.main.lazy-initialization=true", // no database, no schedule
                        "--caseline.tellers.fee-plans.kept-by=card-core",
                        "--caseline.tellers.fee-plans.url=" + url,
                        "--caseline.tellers.fee-plans.read-timeout=" + readTimeout.toMillis() + "ms");
        contexts.add(context);
        return context.getBean(CardCoreApi.class);
    }

    @Override
    public void close() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }
}
