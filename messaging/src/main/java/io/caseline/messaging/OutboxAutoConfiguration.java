package io.caseline.messaging;

import io.caseline.schemas.registry.RegistryAccess;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;
import net.javacrumbs.shedlock.core.LockProvider;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** The outbox, for an application that names with {@code caseline.outbox.topic} the topic of its events. */
@AutoConfiguration(after = {MessagingAutoConfiguration.class, JdbcClientAutoConfiguration.class})
@ConditionalOnClass({JdbcClient.class, LockProvider.class})
@ConditionalOnProperty("caseline.outbox.topic")
@EnableConfigurationProperties({OutboxSettings.class, EventSettings.class})
class OutboxAutoConfiguration {

    @Bean
    Outbox outbox(
            JdbcClient jdbc,
            ProducerFactory<?, ?> producers,
            OutboxSettings settings,
            RegistryAccess registry,
            OutboxPublisher publisher) {
        return new Outbox(
                settings.topic(),
                serializer(producers),
                new OutboxTable(jdbc, settings.topics(registry)),
                publisher::wake);
    }

    @SuppressWarnings("unchecked")
    static Serializer<Object> serializer(ProducerFactory<?, ?> producers) {
        Serializer<Object> serializer = (Serializer<Object>) Objects.requireNonNull(
                Objects.requireNonNull(producers.getValueSerializerSupplier()).get());
        serializer.configure(producers.getConfigurationProperties(), false);
        return serializer;
    }

    @Bean
    OutboxPublisher outboxPublisher(
            DataSource database,
            ProducerFactory<?, ?> producers,
            ConsumerFactory<?, ?> consumers,
            KafkaAdmin admin,
            OutboxSettings settings,
            RegistryAccess registry,
            OutboxStatus outboxHealthIndicator,
            @Value("${spring.application.name}") String application) {
        String name = application + "-outbox";
        return publisher(
                database,
                new OutboxKafka(
                        settings.topics(registry),
                        OutboxKafka.producers(producers.getConfigurationProperties(), name),
                        consumers.getConfigurationProperties(),
                        admin),
                name,
                settings,
                outboxHealthIndicator);
    }

    static OutboxPublisher publisher(
            DataSource database, OutboxKafka kafka, String name, OutboxSettings settings, OutboxStatus status) {
        JdbcClient jdbc = JdbcClient.create(database);
        OutboxSession.Stores stores = new OutboxSession.Stores(
                new OutboxTable(jdbc, kafka.topics()),
                new OutboxProgress(jdbc, kafka.topics().events()),
                new TransactionTemplate(new JdbcTransactionManager(database)));
        return new OutboxPublisher(kafka, stores, new Lease(database, name, settings.lease()), settings, status);
    }

    @Bean
    OutboxStatus outboxHealthIndicator(MeterRegistry meters, InstantSource clock) {
        return new OutboxStatus(meters, clock);
    }
}
