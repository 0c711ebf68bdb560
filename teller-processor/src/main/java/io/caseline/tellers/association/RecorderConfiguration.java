package io.caseline.tellers.association;

import io.caseline.schemas.messaging.Lane;
import java.time.InstantSource;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.scheduling.TaskScheduler;

@Configuration(proxyBeanMethods = false)
class RecorderConfiguration {

    /** Outside of Kafka's transactions: what is recorded twice is recorded once. */
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> recorderContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            TaskScheduler timer,
            InstantSource clock,
            AssociationSettings settings) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        new Lane(RecorderListener.ID, timer, clock, settings.hold().backOff()).takeWithoutTransactions(containers);
        return containers;
    }
}
