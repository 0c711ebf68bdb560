package io.caseline.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Positions and replies, for an application with a database. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, TransactionAutoConfiguration.class})
@ConditionalOnClass(JdbcClient.class)
@ConditionalOnBean({JdbcClient.class, TransactionTemplate.class})
class PositionsAutoConfiguration {

    @Bean
    PositionStore positionStore(JdbcClient jdbc, TransactionTemplate transaction, MeterRegistry meters) {
        return new PositionStore(jdbc, transaction, meters);
    }

    @Bean
    PositionGaps positionGaps(JdbcClient jdbc, MeterRegistry meters) {
        return new PositionGaps(jdbc, meters);
    }

    @Bean
    ReplySender replySender(ProducerFactory<?, ?> producers, MeterRegistry meters) {
        return new ReplySender(producers, meters);
    }
}
