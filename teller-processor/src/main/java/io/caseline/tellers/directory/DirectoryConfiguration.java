package io.caseline.tellers.directory;

import io.caseline.messaging.ListenerPositions;
import io.caseline.messaging.PausingBatchRetry;
import io.caseline.messaging.PositionCheck;
import io.caseline.messaging.PositionStore;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.backoff.ExponentialBackOff;

/** The positions and containers of the directory's listener, which pauses while a batch cannot be handled. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

    @Bean
    ListenerPositions directoryPositions(PositionStore store, KafkaAdmin admin) {
        return new ListenerPositions(Topic.Names.TELLERS_DIRECTORY, store, admin);
    }

    @Bean
    PositionCheck directoryPositionCheck(
            ListenerPositions directoryPositions, KafkaListenerEndpointRegistry containers) {
        return new PositionCheck(Map.of(DirectoryListener.ID, directoryPositions), containers);
    }

    @Bean("directoryEntries") // the name in the health endpoint
    PausingBatchRetry directoryRetry(
            ListenerPositions directoryPositions, TaskScheduler scheduler, InstantSource clock, MeterRegistry meters) {
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(30_000);
        return new PausingBatchRetry(
                DirectoryListener.ID, directoryPositions, scheduler, clock, backOff, e -> Optional.empty(), meters);
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> directoryContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            @Qualifier("directoryEntries") PausingBatchRetry retry) {
        return retry.containers(configurer, consumers);
    }
}
