package io.caseline.tellers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.SecureKafka;
import io.caseline.messaging.testing.SecurePostgres;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The application with the properties of the security guide, where every server demands TLS and credentials, and its users
 * have no permissions but those that the guide gives them.
 */
class SecureConnectionsTest {
    private static final RegistryProxy REGISTRY = RegistryProxy.secure();

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() throws Exception {
        SecurePostgres.create(
                "tellers",
                Path.of("../deploy/postgresql/tellers.sql"),
                Map.of("tellers_owner", "owner-secret", "tellers_runtime", "runtime-secret"));
        SecureKafka.addUser("teller-processor", "kafka-secret");
        SecureKafka.run(new Guide().commands("Kafka ACLs"));
        Path key = Files.writeString(
                Files.createTempFile(Path.of("target"), "tokens", ".pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        WholeApplicationTest.TOKENS.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n",
                StandardCharsets.US_ASCII);
        application = new SpringApplicationBuilder(TellerProcessorApplication.class)
                .registerShutdownHook(false)
                .run(new Guide()
                        .replace("/etc/caseline/tls", Certificates.shared().folder())
                        .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                        .replace("https://registry.example.com", REGISTRY.url())
                        .replace("postgres.example.com:5432/cases", SecurePostgres.address() + "/tellers")
                        .replace("cases_", "tellers_")
                        .set("KAFKA_PASSWORD", "kafka-secret")
                        .set("REGISTRY_PASSWORD", RegistryProxy.PASSWORD)
                        .set("DATABASE_PASSWORD", "runtime-secret")
                        .set("DATABASE_OWNER_PASSWORD", "owner-secret")
                        .set("server.port", 0)
                        .set("caseline.sealing.keyset", TestServices.sealingKeys())
                        .set("caseline.fingerprint.keyset", TestServices.fingerprintKeys())
                        .set("spring.security.oauth2.resourceserver.jwt.public-key-location", key.toUri())
                        .arguments("Certificates", "HTTP servers", "Kafka", "Schema registry", "PostgreSQL"));
    }

    @AfterAll
    static void close() {
        application.close();
        REGISTRY.close();
    }

    @Test
    void a_directory_entry_is_stored_and_a_command_gets_an_event_and_a_reply() {
        KafkaTemplate<String, Object> others = SecureKafka.superUser(application.getBean(ProducerFactory.class));
        others.send(
                        Topic.Names.TELLERS_DIRECTORY,
                        "merchant|m",
                        Pipeline.merchantEntry("m", 1, true, false).build())
                .join();
        AssociateTellerCard command =
                Pipeline.command(new Pipeline.Merchant("m", "no such store"), "t", UUID.randomUUID());
        ProducerRecord<String, Object> record = new ProducerRecord<>(Topic.Names.TELLERS_COMMANDS, "m|t", command);
        MessageHeaders.addWaitUntil(Instant.now().plus(Duration.ofMinutes(5)), record.headers());
        MessageHeaders.addSendId(UUID.randomUUID(), record.headers());
        others.send(record).join();

        TellerEvent reply = read(Topic.Names.TELLERS_REPLIES, command);
        assertThat(read(Topic.Names.TELLERS_EVENTS, command).getResponseCode()).isEqualTo(reply.getResponseCode());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> jdbc().sql("select count(*) from merchant")
                                .query(Long.class)
                                .single()
                        == 1);
        others.destroy();
    }

    @Test
    void its_port_speaks_tls() throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(Certificates.shared().context())
                .build()) {
            String port = application.getEnvironment().getRequiredProperty("local.server.port");
            assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create(
                                                    "https://localhost:" + port + "/actuator/health/readiness"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void its_users_may_do_no_more_than_their_work() {
        @SuppressWarnings("unchecked")
        ProducerFactory<String, Object> producers = application.getBean(ProducerFactory.class);
        KafkaTemplate<String, Object> own = new KafkaTemplate<>(producers);
        for (String topic : List.of(Topic.Names.TELLERS_DIRECTORY, Topic.Names.CASES_EVENTS)) {
            assertThatThrownBy(() -> own.send(topic, new byte[0]).join())
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
        for (String statement : List.of("create table mine (id int)", "truncate merchant", "drop table merchant")) {
            assertThatThrownBy(() -> jdbc().sql(statement).update())
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    private static JdbcClient jdbc() {
        return application.getBean(JdbcClient.class);
    }

    private static TellerEvent read(String topic, AssociateTellerCard command) {
        List<TellerEvent> events = new ArrayList<>();
        try (Consumer<String, Object> subscriber =
                SecureKafka.superUser(application.getBean(ConsumerFactory.class), topic)) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                subscriber
                                        .poll(Duration.ofMillis(200))
                                        .forEach(record -> events.add((TellerEvent) record.value()));
                                return events.stream()
                                        .filter(event ->
                                                event.getCorrelationId().equals(command.getCorrelationId()))
                                        .toList();
                            },
                            found -> !found.isEmpty())
                    .getFirst();
        }
    }
}
