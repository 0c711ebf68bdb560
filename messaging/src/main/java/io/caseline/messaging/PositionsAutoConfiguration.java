package io.caseline.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Positions, replies and the database's health, for an application with a database. */
@AutoConfiguration(
        after = {JdbcClientAutoConfiguration.class, TransactionAutoConfiguration.class},
        before = DataSourceHealthContributorAutoConfiguration.class)
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnBean({JdbcClient.class, TransactionTemplate.class})
class PositionsAutoConfiguration {
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    PositionStore positionStore(JdbcClient jdbc, TransactionTemplate transaction, MeterRegistry meters) {
        return new PositionStore(jdbc, transaction, meters);
    }

    @Bean
    PositionGaps positionGaps(JdbcClient jdbc, MeterRegistry meters) {
        return new PositionGaps(jdbc, meters);
    }

    /** In place of Boot's own, which it bounds. */
    @Bean("dbHealthContributor")
    DatabaseHealth databaseHealth(DataSource dataSource) {
        return new DatabaseHealth(new DataSourceHealthIndicator(dataSource), HEALTH_TIMEOUT);
    }

    @Bean
    ReplySender replySender(ProducerFactory<?, ?> producers, MeterRegistry meters) {
        return new ReplySender(producers, meters);
    }
}
