package io.caseline.tellers.association;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;

/** The commands' way in, whose partitions are paused while a batch cannot be brought to its end. */
@Configuration(proxyBeanMethods = false)
class CommandContainers {

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> commandContainerFactory(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> stopWhenFenced,
            TaskScheduler timer,
            InstantSource clock,
            AssociationSettings settings,
            MeterRegistry meters) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        containers.setAfterRollbackProcessor(
                new Lane(timer, clock, settings.hold().backOff(), meters));
        containers.setContainerCustomizer(stopWhenFenced);
        return containers;
    }
}
