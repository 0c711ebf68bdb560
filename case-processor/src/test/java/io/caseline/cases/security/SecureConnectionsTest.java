package io.caseline.cases.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.CaseProcessorApplication;
import io.caseline.cases.testing.Commands;
import io.caseline.cases.testing.ForwardProxy;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.cases.testing.Tokens;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.SecureKafka;
import io.caseline.messaging.testing.SecurePostgres;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The application with the properties of the security guide, where every server demands TLS and credentials, Salesforce is
 * behind a proxy, and its users have no permissions but those that the guide gives them.
 */
@ExtendWith(SandboxOrg.Check.class)
@OwnApplication
class SecureConnectionsTest {
    private static final SandboxOrg ORG = SandboxOrg.secure();
    private static final ForwardProxy PROXY = new ForwardProxy();
    private static final RegistryProxy REGISTRY = RegistryProxy.secure();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().sslContext(Certificates.shared().context()).build();

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        SecurePostgres.create(
                "cases",
                Path.of("../deploy/postgresql/cases.sql"),
                Map.of("cases_owner", "owner-secret", "cases_runtime", "runtime-secret"));
        SecureKafka.addUser("case-processor", "kafka-secret");
        SecureKafka.run(new Guide().commands("Kafka ACLs"));
        application = run(guide());
    }

    @AfterAll
    static void close() {
        application.close();
        REGISTRY.close();
        PROXY.close();
    }

    private static Guide guide() {
        return new Guide()
                .replace("/etc/caseline/tls", Certificates.shared().folder())
                .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                .replace("https://registry.example.com", REGISTRY.url())
                .replace("postgres.example.com:5432", SecurePostgres.address())
                .replace("https://example.my.salesforce.com", ORG.url())
                .replace("proxy.example.com", "127.0.0.1")
                .replace("3128", PROXY.port())
                .set("KAFKA_PASSWORD", "kafka-secret")
                .set("REGISTRY_PASSWORD", RegistryProxy.PASSWORD)
                .set("DATABASE_PASSWORD", "runtime-secret")
                .set("DATABASE_OWNER_PASSWORD", "owner-secret")
                .set("PROXY_PASSWORD", ForwardProxy.PASSWORD)
                .set("server.port", 0)
                .set("caseline.operations.port", 0)
                .set("caseline.sealing.keyset", TestServices.sealingKeys())
                .set("caseline.salesforce.client-id", SandboxOrg.CLIENT_ID)
                .set("caseline.salesforce.client-secret", SandboxOrg.CLIENT_SECRET)
                .set(
                        "spring.security.oauth2.resourceserver.jwt.public-key-location",
                        Tokens.publicKey().toUri());
    }

    private static ConfigurableApplicationContext run(Guide guide) {
        return new SpringApplicationBuilder(CaseProcessorApplication.class)
                .registerShutdownHook(false)
                .run(guide.arguments(
                        "Certificates",
                        "HTTP servers",
                        "Kafka",
                        "Schema registry",
                        "PostgreSQL",
                        "Salesforce through a proxy"));
    }

    @Test
    void a_command_becomes_a_case_an_event_and_a_reply() {
        SubmitCase command = Commands.asking("Over TLS");
        KafkaTemplate<String, Object> gateway = SecureKafka.superUser(application.getBean(ProducerFactory.class));
        gateway.send(Commands.awaited(command)).join();

        assertThat(read(Topic.Names.CASES_REPLIES, command).getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(read(Topic.Names.CASES_EVENTS, command).getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(ORG.find(command.getCorrelationId())).isPresent();
        assertThat(PROXY.tunnels()).contains("localhost:" + ORG.url().getPort());
        gateway.destroy();
    }

    @Test
    void both_ports_speak_tls_and_nothing_else() throws Exception {
        for (String property : List.of("local.server.port", "local.operations.port")) {
            String port = application.getEnvironment().getRequiredProperty(property);
            assertThat(get("https://localhost:" + port + "/actuator/health/liveness")
                            .statusCode())
                    .isLessThan(500);
            assertThat(get("http://localhost:" + port + "/").body()).contains("requires TLS");
        }
    }

    @Test
    void its_users_may_do_no_more_than_their_work() {
        KafkaTemplate<String, Object> own = new KafkaTemplate<>(producers());
        for (String topic : List.of(Topic.Names.CASES_COMMANDS, Topic.Names.TELLERS_EVENTS)) {
            assertThatThrownBy(() -> own.send(topic, new byte[0]).join())
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
        own.destroy();
        JdbcClient jdbc = application.getBean(JdbcClient.class);
        for (String statement : List.of(
                "create table mine (id int)",
                "alter table ledger_entry add column mine int",
                "truncate ledger_entry",
                "drop table ledger_entry")) {
            assertThatThrownBy(() -> jdbc.sql(statement).update())
                    .rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void a_database_that_cannot_be_trusted_or_refuses_the_password_ends_the_start_with_the_cause() {
        String url = guide().properties("PostgreSQL").get("spring.datasource.url");
        String strangers = url.replace(
                Certificates.shared().authority().toString(),
                Certificates.stranger().authority().toString());
        assertThatThrownBy(() -> run(impatient().set("spring.datasource.url", strangers)))
                .hasStackTraceContaining("PKIX path validation failed");
        assertThatThrownBy(() -> run(impatient().set("DATABASE_OWNER_PASSWORD", "wrong")))
                .hasStackTraceContaining("password authentication failed for user \"cases_owner\"");
        assertThatThrownBy(() -> run(impatient().set("spring.datasource.url", url.replace("=verify-full", "=disable"))))
                .hasStackTraceContaining("no encryption");
    }

    private static Guide impatient() {
        return guide().set("spring.flyway.connect-retries", 0);
    }

    @SuppressWarnings("unchecked")
    private static ProducerFactory<String, Object> producers() {
        return application.getBean(ProducerFactory.class);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static CaseEvent read(String topic, SubmitCase command) {
        List<ConsumerRecord<String, Object>> records = new ArrayList<>();
        try (Consumer<String, Object> subscriber =
                SecureKafka.superUser(application.getBean(ConsumerFactory.class), topic)) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                subscriber.poll(Duration.ofMillis(200)).forEach(records::add);
                                return records.stream()
                                        .map(record -> (CaseEvent) record.value())
                                        .filter(event ->
                                                event.getCorrelationId().equals(command.getCorrelationId()))
                                        .toList();
                            },
                            found -> !found.isEmpty())
                    .getFirst();
        }
    }
}
