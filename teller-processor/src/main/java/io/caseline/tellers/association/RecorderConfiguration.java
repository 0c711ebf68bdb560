package io.caseline.tellers.association;

import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.ExponentialBackOff;

@Configuration(proxyBeanMethods = false)
class RecorderConfiguration {

    /**
     * Outside of Kafka's transactions: what is recorded twice is recorded once. The error handler is no bean on purpose:
     * Boot would attach it to the transactional container too, which would then commit offsets outside of the transaction.
     */
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> recorderContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer, ConsumerFactory<Object, Object> consumers) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        containers.getContainerProperties().setKafkaAwareTransactionManager(null);
        ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(10_000);
        containers.setCommonErrorHandler(new DefaultErrorHandler(null, backOff));
        return containers;
    }
}
