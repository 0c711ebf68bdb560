package io.caseline.tellers.feeplans;

import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
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
        HttpServiceClientAutoConfiguration.class,
        SslAutoConfiguration.class
    })
    @Import(CardCoreConfiguration.class)
    static class Client {}

    CardCoreApi at(URI url, Duration readTimeout) {
        return with(new Guide().set("caseline.tellers.fee-plans.read-timeout", readTimeout.toMillis() + "ms"), url);
    }

    /** With the security guide's certificates, and this authority as the only one that is trusted. */
    CardCoreApi trusting(Path authority, URI url) {
        return with(
                new Guide()
                        .replace("/etc/caseline/tls/ca.crt", authority)
                        .replace("/etc/caseline/tls", Certificates.shared().folder())
                        .set("spring.http.serviceclient.card-core.ssl.bundle", "caseline"),
                url,
                "Certificates");
    }

    private CardCoreApi with(Guide guide, URI url, String... headings) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .run(guide.set("spring.main.lazy-initialization", true) // no database, no schedule
                        .set("caseline.tellers.fee-plans.kept-by", "card-core")
                        .set("caseline.tellers.fee-plans.url", url)
                        .arguments(headings));
        contexts.add(context);
        return context.getBean(CardCoreApi.class);
    }

    @Override
    public void close() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }
}
