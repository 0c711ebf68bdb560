package io.caseline.tellers.feeplans;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.service.registry.ImportHttpServices;

/** The card core, if fee plans are stored there. */
@Configuration(proxyBeanMethods = false)
@ImportHttpServices(group = "card-core", types = CardCoreApi.class)
@ConditionalOnProperty(name = "caseline.tellers.fee-plans.kept-by", havingValue = FeePlanSettings.CARD_CORE)
class CardCoreConfiguration {

    /** HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers. */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> withoutUpgrade() {
        return builder -> builder.withHttpClientCustomizer(http -> http.version(HttpClient.Version.HTTP_1_1));
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService cardCoreThreads(FeePlanSettings settings) {
        return Executors.newFixedThreadPool(
                settings.concurrency(),
                Thread.ofPlatform().name("card-core-", 0).factory());
    }

    @Bean
    CardCoreClient cardCoreClient(
            CardCoreApi api, FeePlanSettings settings, ExecutorService cardCoreThreads, MeterRegistry meters) {
        return new CardCoreClient(api, settings, cardCoreThreads, meters);
    }

    @Bean
    PendingPlanChanges pendingPlanChanges(JdbcClient jdbc, PlatformTransactionManager transactions) {
        return new PendingPlanChanges(jdbc, transactions);
    }

    @Bean
    @Primary
    FeePlans cardCoreFeePlans(CardCoreClient core, PendingPlanChanges pending, DatabaseFeePlans copy) {
        return new CardCoreFeePlans(core, pending, copy);
    }

    @Bean
    PlanReconciler planReconciler(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            PendingPlanChanges pending,
            CardCoreClient core,
            FeePlanSettings settings,
            InstantSource clock,
            MeterRegistry meters) {
        return new PlanReconciler(jdbc, transaction, pending, core, settings, clock, meters);
    }
}
