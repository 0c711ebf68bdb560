package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.DirectoryKind;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.Registry;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.SchemaUrls;
import io.caseline.schemas.registry.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The contract on a real broker and a real registry. */
class ContractIntegrationTest {

    @Test
    void an_event_travels_and_bytes_that_no_schema_reads_are_dead_lettered() {
        try (ConfigurableApplicationContext application =
                application(TestServices.registryUrl()).run()) {
            KafkaTemplate<String, Object> template = template(application);
            CaseEvent event = event();
            template.send(Topic.Names.CASES_EVENTS, event.getCorrelationId().toString(), event)
                    .join();
            template.send(Topic.Names.CASES_COMMANDS, "key", "no Avro".getBytes(StandardCharsets.UTF_8))
                    .join();

            assertThat(read(application, Topic.Names.CASES_EVENTS).getFirst().value())
                    .isEqualTo(event);
            List<ConsumerRecord<String, Object>> poison = read(application, Topic.Names.CASES_COMMANDS);
            List<ConsumerRecord<String, SubmitCase>> commands = commands(poison);
            application.getBean(DeadLetters.class).sendUnreadable(commands, SubmitCase.class);
            assertThat(DeadLetters.readable(commands, SubmitCase.class)).isEmpty();
            ConsumerRecord<String, Object> dead =
                    read(application, Topic.CASES_COMMANDS_DEAD.topicName()).getFirst();
            assertThat(dead.headers().lastHeader("kafka_dlt-original-topic").value())
                    .asString()
                    .isEqualTo(Topic.Names.CASES_COMMANDS);
            assertThat(application
                            .getBean(MeterRegistry.class)
                            .counter("caseline.dead.letters", "topic", Topic.Names.CASES_COMMANDS)
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_state_is_read_by_the_schema_that_the_bytes_of_the_event_name() throws Exception {
        try (ConfigurableApplicationContext application =
                        application(TestServices.registryUrl()).run();
                HttpClient http = HttpClient.newHttpClient()) {
            CaseEvent event = event();
            byte[] bytes = OutboxAutoConfiguration.serializer(application.getBean(ProducerFactory.class))
                    .serialize(Topic.Names.CASES_EVENTS, event);
            template(application)
                    .send(Topic.Names.CASES_STATE, event.getCorrelationId().toString(), bytes)
                    .join();

            assertThat(read(application, Topic.Names.CASES_STATE).getFirst().value())
                    .isEqualTo(event);
            SchemaRegistry.NewSchema schema = new SchemaRegistry.NewSchema(CaseEvent.SCHEMA$.toString(), "AVRO");
            assertThat(registry(TestServices.registryUrl())
                            .register(Topic.CASES_STATE.subject(), schema)
                            .id())
                    .isEqualTo(WireFormat.schemaId(bytes).orElseThrow());
            String url = Objects.requireNonNull(
                    SchemaUrls.of(TestServices.registryUrl()).of(bytes));
            String answer = http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(new Schema.Parser()
                            .parse(new JsonMapper()
                                    .readTree(answer)
                                    .path("schema")
                                    .asString()))
                    .isEqualTo(CaseEvent.SCHEMA$);
        }
    }

    @Test
    void a_message_with_something_wrong_is_dead_lettered_by_an_application_that_never_sends_such() {
        try (ConfigurableApplicationContext application =
                application(TestServices.registryUrl()).run()) {
            DirectoryEntry entry = DirectoryEntry.newBuilder()
                    .setEntityId("merchant|m")
                    .setKind(DirectoryKind.MERCHANT)
                    .setVersion(1)
                    .setUpdatedAt(Instant.ofEpochMilli(1_700_000_000_000L))
                    .build();
            application
                    .getBean(DeadLetters.class)
                    .send(
                            new ConsumerRecord<>(Topic.Names.TELLERS_DIRECTORY, 0, 7, "merchant|m", entry),
                            "something is wrong");

            ConsumerRecord<String, Object> dead =
                    read(application, Topic.TELLERS_DIRECTORY_DEAD.topicName()).getFirst();
            assertThat(dead.headers().lastHeader("kafka_dlt-exception-message").value())
                    .asString()
                    .contains("something is wrong");
        }
    }

    @Test
    void an_application_waits_for_an_unavailable_registry() throws Exception {
        BlockingQueue<ConfigurableApplicationContext> contexts = new LinkedBlockingQueue<>();
        try (RegistryProxy registry = new RegistryProxy()) {
            registry.fail(Outage.REFUSED);
            Thread starting = new Thread(() ->
                    application(registry.url()).initializers(contexts::add).run());
            starting.start();
            try (ConfigurableApplicationContext application = contexts.take()) {
                Awaitility.await()
                        .ignoreExceptions()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> setup(application).health().getDetails().containsValue("the schema registry"));
                assertThat(setup(application).health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
                assertThat(starting.isAlive()).isTrue();

                registry.heal();
                starting.join(Duration.ofSeconds(60));
                assertThat(setup(application).health().getStatus()).isEqualTo(Status.UP);
            }
        }
    }

    @Test
    void the_first_message_of_an_application_needs_no_registry() {
        try (RegistryProxy registry = new RegistryProxy();
                ConfigurableApplicationContext application =
                        application(registry.url()).run()) {
            registry.fail(Outage.REFUSED);

            assertThat(template(application)
                            .send(Topic.Names.CASES_REPLIES, "key", event())
                            .join()
                            .getRecordMetadata()
                            .hasOffset())
                    .isTrue();
        }
    }

    @Test
    void an_application_waits_for_unavailable_brokers_however_often_it_has_to_ask() throws Exception {
        BlockingQueue<ConfigurableApplicationContext> contexts = new LinkedBlockingQueue<>();
        AtomicBoolean failed = new AtomicBoolean();
        String registry = TestServices.registryUrl();
        // bound, so that nobody else listens there, and never accepting
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread starting = new Thread(() -> {
                try {
                    application(registry)
                            .initializers(contexts::add)
                            .run(
                                    "--spring.kafka.bootstrap-servers=127.0.0.1:" + silent.getLocalPort(),
                                    "--spring.kafka.admin.operation-timeout=1s",
                                    "--spring.kafka.admin.properties.default.api.timeout.ms=1000",
                                    "--spring.kafka.admin.properties.request.timeout.ms=500");
                } catch (RuntimeException e) {
                    failed.set(true);
                }
            });
            starting.start();
            ConfigurableApplicationContext application = contexts.take();
            Awaitility.await()
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> setup(application).attempts() >= 3);
            assertThat(failed).isFalse();
            assertThat(setup(application).health().getDetails()).containsEntry("waitingFor", "the Kafka brokers");

            starting.interrupt();
            assertThat(setup(application).isRunning())
                    .as("a stray interrupt ends nothing")
                    .isFalse();
            setup(application).stop();
            starting.join(Duration.ofSeconds(30));
            assertThat(starting.isAlive())
                    .as("waits on after it was told to stop")
                    .isFalse();
        }
    }

    @Test
    @Timeout(60)
    void applications_that_start_at_the_same_moment_register_the_same_schemas() throws Exception {
        try (Registry registry = Registry.start();
                ExecutorService starts = Executors.newFixedThreadPool(8)) {
            CyclicBarrier together = new CyclicBarrier(8);
            List<Callable<Health>> starters = Collections.nCopies(8, () -> {
                ContractSetup setup = setup(registry.url());
                together.await();
                setup.start();
                return setup.health();
            });

            for (Future<Health> started : starts.invokeAll(starters)) {
                assertThat(started.get().getStatus()).isEqualTo(Status.UP);
            }
        }
    }

    @Test
    void a_schema_that_is_not_compatible_ends_the_start_with_its_name() {
        try (Registry registry = Registry.start()) {
            registry(registry.url())
                    .register(
                            Topic.CASES_EVENTS.subject(),
                            new SchemaRegistry.NewSchema(
                                    SubmitCase.getClassSchema().toString(), "AVRO"));

            assertThatThrownBy(() -> setup(registry.url()).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("refuses io.caseline.messages.CaseEvent for cases.events");
        }
    }

    private static ContractSetup setup(String registryUrl) {
        return new ContractSetup(() -> true, registry(registryUrl), () -> {}, Duration.ofMillis(200), event -> {});
    }

    private static SchemaRegistry registry(String url) {
        MessagingSettings.Registry settings = new MessagingSettings.Registry(
                URI.create(url),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                new MessagingSettings.Ssl(null),
                null,
                null,
                null);
        return MessagingAutoConfiguration.schemaRegistry(
                MessagingAutoConfiguration.registryAccess(settings, new DefaultSslBundleRegistry()));
    }

    private static ContractSetup setup(ConfigurableApplicationContext application) {
        return application.getBean(ContractSetup.class);
    }

    private static List<ConsumerRecord<String, Object>> read(ConfigurableApplicationContext application, String topic) {
        @SuppressWarnings("unchecked")
        ConsumerFactory<String, Object> consumers = application.getBean(ConsumerFactory.class);
        List<ConsumerRecord<String, Object>> records = new ArrayList<>();
        try (Consumer<String, Object> consumer = consumers.createConsumer("test-" + UUID.randomUUID(), "")) {
            consumer.subscribe(List.of(topic));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
            });
        }
        return records;
    }

    @Test
    void a_message_of_another_kind_is_a_dead_letter_and_a_tombstone_of_the_directory_is_none() {
        ConsumerRecord<String, Object> event = new ConsumerRecord<>(Topic.Names.CASES_COMMANDS, 0, 0, "key", event());
        assertThat(DeadLetters.readable(commands(List.of(event)), SubmitCase.class))
                .isEmpty();
        ConsumerRecord<String, DirectoryEntry> tombstone =
                new ConsumerRecord<>(Topic.Names.TELLERS_DIRECTORY, 0, 0, "store|m|s", null);
        assertThat(DeadLetters.readable(List.of(tombstone), DirectoryEntry.class))
                .hasSize(1);
    }

    /** As a listener gets them: its type is erased, and nothing keeps another message from being there. */
    @SuppressWarnings("unchecked")
    private static List<ConsumerRecord<String, SubmitCase>> commands(List<ConsumerRecord<String, Object>> records) {
        return (List<ConsumerRecord<String, SubmitCase>>) (List<?>) records;
    }

    private static SpringApplicationBuilder application(String registry) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.import=classpath:caseline-messaging.yml",
                        "spring.kafka.bootstrap-servers=" + TestServices.kafka().bootstrapServers(),
                        "caseline.registry.url=" + registry,
                        "caseline.registry.retry-every=200ms",
                        "caseline.sealing.keyset=" + TestServices.sealingKeys());
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<String, Object> template(ConfigurableApplicationContext application) {
        return application.getBean(KafkaTemplate.class);
    }

    private static CaseEvent event() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        return CaseEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(CaseEventType.CREATED)
                .setCorrelationId(UUID.randomUUID())
                .setProgramCode("gobank")
                .setRequestId(UUID.randomUUID())
                .setCaseNumber("00001027")
                .setReceivedAt(now)
                .setOccurredAt(now)
                .build();
    }

    @Configuration
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Application {
        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
