package io.caseline.tellers.association;

import io.caseline.schemas.messaging.Lane;
import io.caseline.tellers.feeplans.CardCoreAway;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
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
        Lane lane = new Lane(
                "teller-processor", timer, clock, settings.hold().backOff(), CommandContainers::words, () -> {});
        lane.take(containers);
        Gauge.builder("caseline.tellers.held", lane, held -> held.isTroubled() ? 1 : 0)
                .description("1 while trouble with the card core or the database holds the commands")
                .register(meters);
        containers.setContainerCustomizer(stopWhenFenced);
        return containers;
    }

    private static Optional<String> words(Throwable e) {
        return e instanceof CardCoreAway ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
    }
}
