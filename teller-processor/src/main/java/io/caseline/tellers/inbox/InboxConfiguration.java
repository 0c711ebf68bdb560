package io.caseline.tellers.inbox;

import io.caseline.messaging.ListenerPositions;
import io.caseline.messaging.PausingBatchRetry;
import io.caseline.messaging.PositionCheck;
import io.caseline.messaging.PositionStore;
import io.caseline.schemas.Topic;
import io.caseline.tellers.feeplans.CardCoreUnavailableException;
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

/** The positions and containers of the listeners to commands; each pauses while a batch cannot be handled. */
@Configuration(proxyBeanMethods = false)
class InboxConfiguration {

    @Bean
    ListenerPositions commandPositions(PositionStore store, KafkaAdmin admin) {
        return new ListenerPositions(Topic.Names.TELLERS_COMMANDS, store, admin);
    }

    @Bean
    PositionCheck commandPositionCheck(ListenerPositions commandPositions, KafkaListenerEndpointRegistry containers) {
        return new PositionCheck(Map.of(CommandListener.ID, commandPositions), containers);
    }

    @Bean("commands") // the name in the health endpoint
    PausingBatchRetry commandRetry(
            ListenerPositions commandPositions,
            TaskScheduler scheduler,
            InstantSource clock,
            RetrySettings settings,
            MeterRegistry meters) {
        return new PausingBatchRetry(
                CommandListener.ID,
                commandPositions,
                scheduler,
                clock,
                settings.backOff(),
                InboxConfiguration::describe,
                meters);
    }

    private static Optional<String> describe(Throwable e) {
        return e instanceof CardCoreUnavailableException ? Optional.ofNullable(e.getMessage()) : Optional.empty();
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> commandContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            @Qualifier("commands") PausingBatchRetry retry) {
        return retry.containers(configurer, consumers);
    }

    /** Has no positions: recording a command twice does no harm. */
    @Bean("receivedCommands")
    PausingBatchRetry receivedCommandRetry(
            TaskScheduler scheduler, InstantSource clock, RetrySettings settings, MeterRegistry meters) {
        return new PausingBatchRetry(
                CommandRecorder.ID, null, scheduler, clock, settings.backOff(), e -> Optional.empty(), meters);
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> receivedCommandContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            @Qualifier("receivedCommands") PausingBatchRetry retry) {
        return retry.containers(configurer, consumers);
    }
}
