package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Illness;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

/**
 * Bytes that are no message are dead-lettered, and messages whose schema cannot be looked up wait: by a listener that
 * sets them aside, and by one that only skips them, on a real broker and a real registry with a proxy before it.
 */
class PoisonTest {
    private static final String TOPIC = Topic.Names.CASES_COMMANDS;

    private static RegistryProxy registry;
    private static ConfigurableApplicationContext application;
    private static Listeners listeners;

    @BeforeAll
    static void start() {
        registry = new RegistryProxy();
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(settings(registry.url()))
                .run();
        listeners = application.getBean(Listeners.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        registry.close();
    }

    @AfterEach
    void heal() {
        registry.heal();
    }

    @ParameterizedTest
    @EnumSource
    void while_the_registry_is_ill_messages_wait_and_none_is_a_dead_letter(Illness illness) {
        stopConsumers();
        SubmitCase first = command();
        SubmitCase second = command();
        send(bytes(first), bytes(second));
        registry.fallIll(illness);
        int failures = listeners.failures.get();
        startConsumers();

        await().until(() -> listeners.failures.get() >= failures + 4);
        assertThat(listeners.read(first)).isEmpty();
        registry.heal();

        await().untilAsserted(() -> {
            assertThat(listeners.read(first)).containsExactlyInAnyOrder("inbox", "recorder");
            assertThat(listeners.read(second)).containsExactlyInAnyOrder("inbox", "recorder");
        });
        assertThat(deadLetters(bytes(first), bytes(second))).isEmpty();
    }

    @Test
    void a_registry_whose_name_is_not_known_and_one_that_is_ill_are_trouble_and_no_poison() {
        MessageDeserializer away = deserializer("http://registry.invalid:8080");
        assertThatThrownBy(() -> away.deserialize(TOPIC, new RecordHeaders(), bytes(command())))
                .isInstanceOf(RegistryTrouble.class)
                .hasMessageStartingWith("The schema registry cannot be asked: ")
                .hasNoCause();
    }

    @Test
    void an_ill_registry_is_not_asked_for_each_record() {
        byte[] message = bytes(command());
        try (RegistryProxy ill = new RegistryProxy()) {
            MessageDeserializer deserializer = deserializer(ill.url());
            ill.fallIll(Illness.UNAVAILABLE);
            for (int i = 0; i < 500; i++) {
                assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new RecordHeaders(), message))
                        .isInstanceOf(RegistryTrouble.class)
                        .hasMessageContaining("HTTP 503");
            }
            assertThat(ill.asked()).isEqualTo(1);
        }
    }

    @Test
    void what_is_no_message_is_a_dead_letter_and_the_rest_of_its_batch_goes_on() {
        stopConsumers();
        SubmitCase before = command();
        SubmitCase after = command();
        byte[] whole = bytes(before);
        byte[][] poison = {
            Arrays.copyOf(whole, whole.length - 7),
            Arrays.copyOf(whole, 5),
            Arrays.copyOf(whole, 3),
            {},
            "no Avro".getBytes(StandardCharsets.UTF_8),
            random(whole),
            ByteBuffer.wrap(whole.clone()).putInt(1, 987_654_321).array(),
            ByteBuffer.wrap(whole.clone()).putInt(1, -1).array(),
            bytes(Topic.Names.CASES_EVENTS, event())
        };
        send(Stream.of(Stream.of(whole), Arrays.stream(poison), Stream.of(bytes(after)))
                .flatMap(records -> records)
                .toArray(byte[][]::new));
        startConsumers();

        await().untilAsserted(() -> {
            assertThat(listeners.read(before)).containsExactlyInAnyOrder("inbox", "recorder");
            assertThat(listeners.read(after)).containsExactlyInAnyOrder("inbox", "recorder");
        });
        for (byte[] bytes : poison) {
            await().untilAsserted(() -> assertThat(deadLetters(bytes)).isNotEmpty());
        }
    }

    @Test
    void bytes_at_random_are_never_taken_for_an_ill_registry() {
        MessageDeserializer deserializer = deserializer(registry.url());
        byte[] whole = bytes(command());
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), whole)).isInstanceOf(SubmitCase.class);
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[5 + random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(whole, 0, bytes, 0, 5);
            try {
                deserializer.deserialize(TOPIC, new RecordHeaders(), bytes);
            } catch (SerializationException e) {
                assertThat(e)
                        .hasMessageStartingWith("its bytes are no message: ")
                        .hasNoCause();
            }
        }
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), whole)).isInstanceOf(SubmitCase.class);
    }

    @Test
    void a_header_that_asks_for_another_encoding_changes_nothing() {
        MessageDeserializer deserializer = deserializer(registry.url());
        SubmitCase command = command();
        Headers json = new RecordHeaders().add("apicurio.value.encoding", "JSON".getBytes(StandardCharsets.UTF_8));

        assertThat(deserializer.deserialize(TOPIC, json, bytes(command))).isEqualTo(command);
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), bytes(command)))
                .isEqualTo(command);
    }

    @Test
    void a_dead_letter_is_the_record_itself_with_its_position_and_the_reason() {
        byte[] whole = bytes(command());
        byte[] cut = Arrays.copyOf(whole, whole.length - 7);
        UUID key = UUID.randomUUID();
        long time = 1_700_000_000_123L;
        ProducerRecord<String, Object> record = new ProducerRecord<>(TOPIC, 3, time, key.toString(), cut);
        record.headers()
                .add("traceparent", "00-1".getBytes(StandardCharsets.UTF_8))
                .add("twice", new byte[] {1});
        record.headers().add("twice", new byte[] {2, 0, -1});
        long offset = template().send(record).join().getRecordMetadata().offset();
        SubmitCase good = command();
        send(bytes(good));

        await().until(() -> listeners.read(good).contains("inbox"));
        await().until(() -> !deadLetters(cut).isEmpty());
        assertThat(deadLetters(cut)).first().satisfies(dead -> {
            assertThat(dead.key()).isEqualTo(key.toString());
            assertThat(dead.value()).isEqualTo(cut);
            assertThat(dead.headers().headers("twice"))
                    .extracting(Header::value)
                    .containsExactly(new byte[] {1}, new byte[] {2, 0, -1});
            assertThat(text(dead, "traceparent")).isEqualTo("00-1");
            assertThat(text(dead, "kafka_dlt-original-topic")).isEqualTo(TOPIC);
            assertThat(number(dead, "kafka_dlt-original-partition").getInt()).isEqualTo(3);
            assertThat(number(dead, "kafka_dlt-original-offset").getLong()).isEqualTo(offset);
            assertThat(number(dead, "kafka_dlt-original-timestamp").getLong()).isEqualTo(time);
            assertThat(text(dead, "kafka_dlt-exception-message")).isEqualTo("its bytes are no message: EOFException");
            assertThat(dead.headers().toArray())
                    .extracting(Header::key)
                    .noneMatch(name -> name.contains("Deserializer") || name.contains("stacktrace"));
        });
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static ByteBuffer number(ConsumerRecord<String, byte[]> record, String header) {
        return ByteBuffer.wrap(record.headers().lastHeader(header).value());
    }

    private static byte[] random(byte[] whole) {
        byte[] bytes = Arrays.copyOf(whole, 60);
        Arrays.fill(bytes, 5, 60, (byte) -1);
        return bytes;
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private static SubmitCase command() {
        return SubmitCase.newBuilder()
                .setCorrelationId(UUID.randomUUID())
                .setRequestId(UUID.randomUUID())
                .setProgramCode("gobank")
                .setSealedCase(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setReceivedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                .build();
    }

    private static CaseEvent event() {
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
    private static byte[] bytes(SubmitCase command) {
        return bytes(TOPIC, command);
    }

    private static byte[] bytes(String topic, SpecificRecord message) {
        try (MessageSerializer serializer = new MessageSerializer()) {
            serializer.configure(clientSettings(TestServices.registryUrl()), false);
            return serializer.serialize(topic, new RecordHeaders(), message);
        }
    }

    private static MessageDeserializer deserializer(String registryUrl) {
        MessageDeserializer deserializer = new MessageDeserializer();
        Map<String, Object> settings = clientSettings(registryUrl);
        settings.put(RegistryLookups.RETRY_EVERY, "1h");
        deserializer.configure(settings, false);
        return deserializer;
    }

    private static Map<String, Object> clientSettings(String registryUrl) {
        Map<String, Object> settings = consumerSettings();
        settings.put("apicurio.registry.url", registryUrl + "/apis/registry/v3");
        return settings;
    }

    private static Map<String, Object> consumerSettings() {
        ConsumerFactory<?, ?> consumers = application.getBean(ConsumerFactory.class);
        return new HashMap<>(consumers.getConfigurationProperties());
    }

    /** In one partition, so that they are likely to come in one poll. */
    private static void send(byte[]... values) {
        CompletableFuture.allOf(Arrays.stream(values)
                        .map(value -> template().send(TOPIC, 0, "key", value))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, Object> template() {
        return application.getBean(KafkaTemplate.class);
    }

    /** Whose schemas they have looked up goes with them. */
    private static void stopConsumers() {
        containers().forEach(MessageListenerContainer::stop);
    }

    private static void startConsumers() {
        containers().forEach(MessageListenerContainer::start);
    }

    private static Stream<MessageListenerContainer> containers() {
        return application.getBean(KafkaListenerEndpointRegistry.class).getListenerContainers().stream();
    }

    /** All that is committed and is one of these. */
    private static List<ConsumerRecord<String, byte[]>> deadLetters(byte[]... values) {
        List<ConsumerRecord<String, byte[]>> dead = new ArrayList<>();
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(consumerSettings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC + Topic.Names.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(dead::add);
            }
        }
        return dead.stream()
                .filter(record -> Arrays.stream(values).anyMatch(value -> Arrays.equals(value, record.value())))
                .toList();
    }

    private static String[] settings(String registryUrl) {
        return new String[] {
            "spring.config.import=classpath:caseline-messaging.yml",
            "spring.kafka.bootstrap-servers=" + TestServices.kafka().getBrokersAsString(),
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
            var containers = new ConcurrentKafkaListenerContainerFactory<>();
            configurer.configure(containers, consumers);
            retry("inbox", timer).configure(containers);
            return containers;
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<Object, Object> recorderContainers(
                ConcurrentKafkaListenerContainerFactoryConfigurer configurer,
                ConsumerFactory<Object, Object> consumers,
                TaskScheduler timer) {
            var containers = new ConcurrentKafkaListenerContainerFactory<>();
            configurer.configure(containers, consumers);
            retry("recorder", timer).configure(containers);
            return containers;
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
                    counting(() -> deadLetters.setAside(records, SubmitCase.class));
            keep(readable, "inbox");
        }

        @KafkaListener(id = "poison-recorder", topics = TOPIC, containerFactory = "recorderContainers")
        void recorder(List<ConsumerRecord<String, SubmitCase>> records) {
            keep(counting(() -> DeadLetters.readable(records, SubmitCase.class)), "recorder");
        }

        private <T> T counting(Supplier<T> reading) {
            try {
                return reading.get();
            } catch (RegistryTrouble e) {
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
