package io.caseline.messaging;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.ConcurrentKafkaListenerContainerFactoryConfigurer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.backoff.FixedBackOff;

/** An application with two listeners of one topic: one dead-letters unreadable records, the other only skips them. */
final class MessagingFixture implements AutoCloseable {
    private static final String TOPIC = Topic.Names.CASES_COMMANDS;

    final RegistryProxy registry = new RegistryProxy();
    private final ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
            .web(WebApplicationType.NONE)
            .properties(settings(registry.url()))
            .run();
    final Listeners listeners = application.getBean(Listeners.class);

    /** Reads on with each call of {@link #deadLetters(byte[]...)}. */
    private final Consumer<String, byte[]> deadLetterReader = deadLetterReader();

    private final List<ConsumerRecord<String, byte[]>> deadLetters = new ArrayList<>();

    @Override
    public void close() {
        deadLetterReader.close();
        application.close();
        registry.close();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    static SubmitCase command() {
        return SubmitCase.newBuilder()
                .setCorrelationId(UUID.randomUUID())
                .setRequestId(UUID.randomUUID())
                .setProgramCode("gobank")
                .setSealedCase(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setReceivedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .build();
    }

    static CaseEvent event() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        return CaseEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(CaseEventType.CREATED)
                .setCorrelationId(UUID.randomUUID())
                .setProgramCode("gobank")
                .setRequestId(UUID.randomUUID())
                .setReceivedAt(now)
                .setOccurredAt(now)
                .build();
    }

    /** As the topic has it. */
    byte[] bytes(SubmitCase command) {
        return bytes(TOPIC, command);
    }

    byte[] bytes(String topic, SpecificRecord message) {
        try (MessageSerializer serializer = new MessageSerializer()) {
            serializer.configure(clientSettings(TestServices.registryUrl()), false);
            return serializer.serialize(topic, new RecordHeaders(), message);
        }
    }

    MessageDeserializer deserializer(String registryUrl) {
        MessageDeserializer deserializer = new MessageDeserializer();
        Map<String, Object> settings = clientSettings(registryUrl);
        settings.put(RegistryLookups.RETRY_EVERY, "1h");
        deserializer.configure(settings, false);
        return deserializer;
    }

    private Map<String, Object> clientSettings(String registryUrl) {
        Map<String, Object> settings = consumerSettings();
        settings.put("apicurio.registry.url", registryUrl + "/apis/registry/v3");
        return settings;
    }

    private Map<String, Object> consumerSettings() {
        ConsumerFactory<?, ?> consumers = application.getBean(ConsumerFactory.class);
        return new HashMap<>(consumers.getConfigurationProperties());
    }

    /** In one partition, so that they are likely to come in one poll. */
    void send(byte[]... values) {
        CompletableFuture.allOf(Arrays.stream(values)
                        .map(value -> template().send(TOPIC, 0, "key", value))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @SuppressWarnings("unchecked")
    KafkaTemplate<String, Object> template() {
        return application.getBean(KafkaTemplate.class);
    }

    /** Whose schemas they have looked up goes with them. */
    void stopConsumers() {
        containers().forEach(MessageListenerContainer::stop);
    }

    void startConsumers() {
        containers().forEach(MessageListenerContainer::start);
    }

    private Stream<MessageListenerContainer> containers() {
        return application.getBean(KafkaListenerEndpointRegistry.class).getListenerContainers().stream();
    }

    /** The committed dead letters with one of these values. */
    List<ConsumerRecord<String, byte[]>> deadLetters(byte[]... values) {
        List<TopicPartition> partitions = List.copyOf(deadLetterReader.assignment());
        Map<TopicPartition, Long> ends = deadLetterReader.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> deadLetterReader.position(end.getKey()) < end.getValue())) {
            deadLetterReader.poll(Duration.ofMillis(100)).forEach(deadLetters::add);
        }
        return deadLetters.stream()
                .filter(record -> Arrays.stream(values).anyMatch(value -> Arrays.equals(value, record.value())))
                .toList();
    }

    private Consumer<String, byte[]> deadLetterReader() {
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC + Topic.Names.DEAD_LETTERS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private static String[] settings(String registryUrl) {
        return new String[] {
            "spring.config.import=classpath:caseline-messaging.yml",
            "spring.kafka.bootstrap-servers=" + TestServices.kafka().bootstrapServers(),
            "caseline.registry.url=" + registryUrl,
            "caseline.registry.retry-every=100ms",
            "caseline.registry.timeout=2s",
            "caseline.sealing.keyset=" + TestServices.sealingKeys()
        };
    }

    @Configuration
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Application {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        TaskScheduler timer() {
            return new SimpleAsyncTaskScheduler();
        }

        @Bean
        Listeners listeners(DeadLetters deadLetters) {
            return new Listeners(deadLetters);
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> inboxContainers(
                ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
                ConsumerFactory<Object, Object> consumers,
                TaskScheduler timer) {
            return retry("inbox", timer).containers(configurer, consumers);
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> recorderContainers(
                ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
                ConsumerFactory<Object, Object> consumers,
                TaskScheduler timer) {
            return retry("recorder", timer).containers(configurer, consumers);
        }

        private static PausingBatchRetry retry(String name, TaskScheduler timer) {
            return new PausingBatchRetry(
                    name,
                    null,
                    timer,
                    InstantSource.system(),
                    new FixedBackOff(200, FixedBackOff.UNLIMITED_ATTEMPTS),
                    e -> Optional.empty(),
                    new SimpleMeterRegistry());
        }
    }

    static class Listeners {
        final AtomicInteger failures = new AtomicInteger();
        private final DeadLetters deadLetters;
        private final List<Map.Entry<UUID, String>> read = new CopyOnWriteArrayList<>();

        Listeners(DeadLetters deadLetters) {
            this.deadLetters = deadLetters;
        }

        @KafkaListener(id = "poison-inbox", topics = TOPIC, containerFactory = "inboxContainers")
        void inbox(List<ConsumerRecord<String, SubmitCase>> records) {
            List<ConsumerRecord<String, SubmitCase>> readable =
                    counting(() -> DeadLetters.readable(records, SubmitCase.class));
            deadLetters.sendUnreadable(records, SubmitCase.class);
            keep(readable, "inbox");
        }

        @KafkaListener(id = "poison-recorder", topics = TOPIC, containerFactory = "recorderContainers")
        void recorder(List<ConsumerRecord<String, SubmitCase>> records) {
            keep(counting(() -> DeadLetters.readable(records, SubmitCase.class)), "recorder");
        }

        private <T> T counting(Supplier<T> reading) {
            try {
                return reading.get();
            } catch (SchemaRegistryUnavailableException e) {
                failures.incrementAndGet();
                throw e;
            }
        }

        private void keep(List<ConsumerRecord<String, SubmitCase>> records, String by) {
            records.forEach(record -> read.add(Map.entry(record.value().getCorrelationId(), by)));
        }

        List<String> read(SubmitCase command) {
            return read.stream()
                    .filter(entry -> entry.getKey().equals(command.getCorrelationId()))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }
}
