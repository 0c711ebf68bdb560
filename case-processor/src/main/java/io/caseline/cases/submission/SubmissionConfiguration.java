package io.caseline.cases.submission;

import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.salesforce.SalesforceHealth;
import io.caseline.cases.salesforce.SalesforceSettings;
import io.caseline.cases.salesforce.SalesforceTrouble;
import io.caseline.schemas.messaging.Lane;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ContainerCustomizer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;

/** The three ways in. */
@Configuration(proxyBeanMethods = false)
class SubmissionConfiguration {
    /** Time for a batch in work to be finished when the application stops. */
    private static final Duration LAST_BATCH = Duration.ofSeconds(45);

    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> laneContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> stopWhenFenced,
            SalesforceHealth health,
            TaskScheduler timer,
            InstantSource time,
            SubmissionSettings settings) {
        return containers(
                configurer,
                consumers,
                stopWhenFenced,
                settings.concurrency(),
                lane(SubmissionListener.ID, health, timer, time, settings.hold()));
    }

    /** One consumer, whose batch is one call: replays have at most one call under way. */
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> replayContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> stopWhenFenced,
            SalesforceHealth health,
            TaskScheduler timer,
            InstantSource time,
            SubmissionSettings settings,
            SalesforceSettings salesforce) {
        Properties oneCall = new Properties();
        oneCall.setProperty(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Integer.toString(Math.min(settings.replays().batch(), salesforce.recordsPerCall())));
        return containers(
                configurer,
                consumers,
                container -> {
                    stopWhenFenced.configure(container);
                    container.getContainerProperties().setKafkaConsumerProperties(oneCall);
                },
                1,
                lane(
                        SubmissionListener.REPLAYS_ID,
                        health,
                        timer,
                        time,
                        settings.replays().hold()));
    }

    private static ConcurrentKafkaListenerContainerFactory<Object, Object> containers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            ContainerCustomizer<Object, Object, ConcurrentMessageListenerContainer<Object, Object>> customizer,
            int concurrency,
            Lane lane) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        containers.setConcurrency(concurrency);
        lane.take(containers);
        containers.getContainerProperties().setShutdownTimeout(LAST_BATCH.toMillis());
        containers.setContainerCustomizer(customizer);
        return containers;
    }

    private static Lane lane(
            String name,
            SalesforceHealth health,
            TaskScheduler timer,
            InstantSource time,
            SubmissionSettings.Pause hold) {
        return new Lane(name, timer, time, hold.backOff(), SubmissionConfiguration::words, health::tryAgain);
    }

    /** Of trouble with Salesforce {@link SalesforceHealth} tells. */
    private static Optional<String> words(Throwable e) {
        return switch (e) {
            case SalesforceTrouble trouble -> Optional.of("");
            case UnpublishedOutcomes.StillToCome wait -> Optional.ofNullable(wait.getMessage());
            default -> Optional.empty();
        };
    }

    /** Outside of Kafka's transactions: what is recorded twice is recorded once. */
    @Bean
    ConcurrentKafkaListenerContainerFactory<Object, Object> recorderContainers(
            ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
            ConsumerFactory<Object, Object> consumers,
            TaskScheduler timer,
            InstantSource time,
            SubmissionSettings settings) {
        var containers = new ConcurrentKafkaListenerContainerFactory<>();
        configurer.configure(containers, consumers);
        new Lane(Recorder.ID, timer, time, settings.hold().backOff()).takeWithoutTransactions(containers);
        return containers;
    }

    @Bean
    CaseMapping mapping(MappingSettings settings) {
        return new CaseMapping(settings);
    }
}
