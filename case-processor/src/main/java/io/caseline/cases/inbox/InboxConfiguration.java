package io.caseline.cases.inbox;

import io.caseline.messaging.ListenerPositions;
import io.caseline.messaging.PausingBatchRetry;
import io.caseline.messaging.PositionCheck;
import io.caseline.messaging.PositionStore;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.TransactionException;

@Configuration(proxyBeanMethods = false)
class InboxConfiguration {

    @Bean
    ListenerPositions commandPositions(PositionStore store, KafkaAdmin admin) {
        return new ListenerPositions(Topic.Names.CASES_COMMANDS, store, admin);
    }

    @Bean
    PositionCheck positionCheck(ListenerPositions commandPositions, KafkaListenerEndpointRegistry containers) {
        return new PositionCheck(Map.of(CommandListener.ID, commandPositions), containers);
    }

    @Bean("commands") // the name in the health endpoint
    PausingBatchRetry commandRetry(
            ListenerPositions commandPositions,
            TaskScheduler scheduler,
            InstantSource clock,
            InboxSettings settings,
            MeterRegistry meters) {
        return new PausingBatchRetry(
                CommandListener.ID,
                commandPositions,
                scheduler,
                clock,
                settings.retry().backOff(),
                InboxConfiguration::describe,
                meters);
    }

    private static Optional<String> describe(Throwable e) {
        return switch (e) {
            case LedgerFullException full -> Optional.ofNullable(full.getMessage());
            case DataAccessException unavailable -> Optional.of(databaseUnavailable(unavailable));
            case TransactionException unavailable -> Optional.of(databaseUnavailable(unavailable));
            default -> Optional.empty();
        };
    }

    private static String databaseUnavailable(Throwable e) {
        return "the database is unavailable: "
                + NestedExceptionUtils.getMostSpecificCause(e).getClass().getSimpleName();
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> commandContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            PausingBatchRetry retry) {
        return retry.containers(configurer, consumers);
    }
}
