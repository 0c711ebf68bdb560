package io.caseline.tellers.feeplans;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The card core that owns the fee plans, where there is one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "caseline.tellers.fee-plans.kept-by", havingValue = FeePlanSettings.CARD_CORE)
class CardCoreConfiguration {

    @Bean
    CardCoreApi cardCoreApi(RestClient.Builder builder, FeePlanSettings settings) {
        // HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(settings.readTimeout());
        RestClient client = builder.baseUrl(String.valueOf(settings.url()).replaceFirst("/+$", ""))
                .requestFactory(requests)
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(CardCoreApi.class);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService cardCoreThreads(FeePlanSettings settings) {
        return Executors.newFixedThreadPool(
                settings.concurrency(),
                Thread.ofPlatform().name("card-core-", 0).factory());
    }

    @Bean
    CardCore cardCore(
            CardCoreApi api, FeePlanSettings settings, ExecutorService cardCoreThreads, MeterRegistry meters) {
        return new CardCore(api, settings, cardCoreThreads, meters);
    }

    @Bean
    Doubts doubts(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new Doubts(jdbc, transactions);
    }

    @Bean
    @Primary
    FeePlans cardCoreFeePlans(CardCore core, Doubts doubts, DatabaseFeePlans copy) {
        return new CardCoreFeePlans(core, doubts, copy);
    }

    @Bean
    Settlement settlement(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Doubts doubts,
            CardCore core,
            FeePlanSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        return new Settlement(jdbc, transaction, doubts, core, settings, clock, meters);
    }
}
