package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.CaseEvent;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.SecureKafka;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** Kafka and a registry that demand TLS and credentials, with the properties of the security guide. */
@ExtendWith(OutputCaptureExtension.class)
class SecureServicesTest {
    private static final String PASSWORD = "kafka-secret";
    private static final RegistryProxy REGISTRY = RegistryProxy.secure();

    @BeforeAll
    static void users() {
        Stream.of("gateway", "case-processor", "teller-processor", "operator")
                .forEach(user -> SecureKafka.addUser(user, PASSWORD));
        SecureKafka.run(new Guide().commands("Kafka ACLs"));
    }

    @AfterAll
    static void close() {
        REGISTRY.close();
    }

    @Test
    void an_event_travels_with_basic_authentication() {
        try (ConfigurableApplicationContext application =
                application().run(guide().arguments("Certificates", "Kafka", "Schema registry"))) {
            sendAndRead(application);
        }
    }

    @Test
    void a_token_is_read_at_each_request(CapturedOutput log) throws Exception {
        Path token = Files.writeString(Files.createTempFile(Path.of("target"), "token", ""), "token-of-yesterday");
        Guide guide = guide().replace("/etc/caseline/registry-token", token);
        Waiting waiting = Waiting.start(guide.arguments("Certificates", "Kafka", "Schema registry with a token"));
        try (ConfigurableApplicationContext application = waiting.application()) {
            waiting.awaitReason("HTTP 401: it refuses the credentials");
            assertThat(log)
                    .contains("Waiting for the schema registry: HTTP 401: it refuses the credentials")
                    .doesNotContain("token-of-yesterday");
            Files.writeString(token, RegistryProxy.TOKEN + "\n");
            waiting.awaitStart();
            sendAndRead(application);
        }
    }

    @Test
    void a_registry_whose_certificate_is_not_trusted_is_named_as_such() throws Exception {
        Waiting waiting = Waiting.start(
                guide().set("caseline.registry.ssl.bundle", "").arguments("Certificates", "Kafka", "Schema registry"));
        try {
            waiting.awaitReason("its certificate is not trusted: no certificate in the trust store has signed it");
        } finally {
            waiting.stop();
        }
    }

    @Test
    void a_broker_whose_certificate_is_not_trusted_is_named_as_such(CapturedOutput log) throws Exception {
        Guide wrong = new Guide()
                .replace("/etc/caseline/tls", Certificates.stranger().folder())
                .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                .replace("https://registry.example.com", REGISTRY.url());
        Waiting waiting = Waiting.start(wrong.arguments("Certificates", "Kafka", "Schema registry"));
        try {
            waiting.awaitReason("its certificate is not trusted: no certificate in the trust store has signed it");
            assertThat(log).contains("Waiting for the Kafka brokers: its certificate is not trusted");
        } finally {
            waiting.stop();
        }
    }

    @Test
    void a_broker_that_refuses_the_password_is_named_as_such(CapturedOutput log) throws Exception {
        Waiting waiting = Waiting.start(
                guide().set("KAFKA_PASSWORD", "wrong-secret").arguments("Certificates", "Kafka", "Schema registry"));
        try {
            waiting.awaitReason("it refuses the credentials: Authentication failed");
            assertThat(log)
                    .contains("Waiting for the Kafka brokers: it refuses the credentials")
                    .doesNotContain("wrong-secret");
        } finally {
            waiting.stop();
        }
    }

    private static Guide guide() {
        return new Guide()
                .replace("/etc/caseline/tls", Certificates.shared().folder())
                .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                .replace("https://registry.example.com", REGISTRY.url());
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.import=classpath:caseline-messaging.yml",
                        "spring.application.name=case-processor",
                        "KAFKA_PASSWORD=" + PASSWORD,
                        "REGISTRY_PASSWORD=" + RegistryProxy.PASSWORD,
                        "caseline.registry.retry-every=200ms",
                        "caseline.sealing.keyset=" + TestServices.sealingKeys());
    }

    /** As the service with this name. */
    private static void sendAndRead(ConfigurableApplicationContext application) {
        @SuppressWarnings("unchecked")
        KafkaTemplate<String, Object> template = application.getBean(KafkaTemplate.class);
        CaseEvent event = MessagingFixture.event();
        template.send(Topic.Names.CASES_EVENTS, event.getCorrelationId().toString(), event)
                .join();
        @SuppressWarnings("unchecked")
        ConsumerFactory<String, Object> consumers = application.getBean(ConsumerFactory.class);
        List<Object> values = new ArrayList<>();
        try (Consumer<String, Object> consumer = consumers.createConsumer("case-processor", "")) {
            consumer.subscribe(List.of(Topic.Names.CASES_EVENTS));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.contains(event);
            });
        }
    }

    /** An application that waits at its start. */
    private record Waiting(ConfigurableApplicationContext application, Thread starting) {

        static Waiting start(String... arguments) throws InterruptedException {
            BlockingQueue<ConfigurableApplicationContext> contexts = new LinkedBlockingQueue<>();
            Thread starting = new Thread(() -> {
                try {
                    SecureServicesTest.application().initializers(contexts::add).run(arguments);
                } catch (IllegalStateException e) {
                    // stopped while it waited
                }
            });
            starting.start();
            return new Waiting(contexts.take(), starting);
        }

        void awaitReason(String reason) {
            Awaitility.await()
                    .ignoreExceptions()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> String.valueOf(setup().health().getDetails().get("reason"))
                            .startsWith(reason));
        }

        void awaitStart() throws InterruptedException {
            starting.join(Duration.ofSeconds(60));
            assertThat(setup().isRunning()).isTrue();
        }

        void stop() throws InterruptedException {
            setup().stop();
            starting.join(Duration.ofSeconds(60));
            application.close();
        }

        private ContractSetup setup() {
            return application.getBean(ContractSetup.class);
        }
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
