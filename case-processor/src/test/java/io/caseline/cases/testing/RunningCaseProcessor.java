package io.caseline.cases.testing;

import io.caseline.cases.CaseProcessorApplication;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole application on real Kafka, registry and PostgreSQL; the org is the project's own sandbox. */
@ExtendWith(SandboxOrg.Check.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "caseline.salesforce.client-id=" + SandboxOrg.CLIENT_ID,
            "caseline.salesforce.client-secret=" + SandboxOrg.CLIENT_SECRET,
            "spring.http.serviceclient.salesforce.read-timeout=2s",
            "caseline.salesforce.check-mapping-every=200ms",
            "caseline.salesforce.quota.look-every=1s",
            "caseline.salesforce.hold.first=200ms",
            "caseline.salesforce.hold.max=500ms",
            "caseline.inbox.retry.first=200ms",
            "caseline.inbox.retry.max=500ms",
            "caseline.dispatch.busy.first=50ms",
            "caseline.dispatch.busy.max=100ms",
            "caseline.dispatch.probe-every=200ms",
            "caseline.dispatch.heartbeat=200ms",
            "caseline.dispatch.dead-after=3s",
            "caseline.dispatch.look-up-after=3s",
            "caseline.dispatch.look-up-every=300ms",
            "caseline.ledger.count-every=200ms",
            "caseline.activity.save-every=200ms",
            // its calls would be counted, and meet the faults, that are meant for others
            "caseline.life.enabled=false",
            "caseline.operations.port=0",
            "spring.security.oauth2.resourceserver.jwt.audiences=caseline"
        })
public abstract class RunningCaseProcessor {
    protected static final SandboxOrg ORG = SandboxOrg.shared();

    private static final Set<CaseEventType> OUTCOMES =
            Set.of(CaseEventType.CREATED, CaseEventType.FAILED, CaseEventType.DISCARDED);

    @Autowired
    protected Ledger ledger;

    @Autowired
    protected SalesforceCircuitBreaker breaker;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected MeterRegistry meters;

    @Autowired
    private KafkaListenerEndpointRegistry listeners;

    @Autowired
    private ConfigurableEnvironment environment;

    @Autowired
    private KafkaTemplate<String, Object> kafka;

    @Autowired
    private ConsumerFactory<String, Object> consumers;

    @LocalServerPort
    protected int port;

    @Value("${local.operations.port}")
    protected int operationsPort;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        TestServices.messaging(properties);
        TestServices.database(properties);
        properties.add("caseline.salesforce.url", ORG::url);
        properties.add(
                "spring.security.oauth2.resourceserver.jwt.public-key-location", () -> "file:" + Tokens.publicKey());
    }

    @AfterEach
    void heal() {
        ORG.heal();
        await().until(() -> breaker.state() == State.CLOSED
                && query(String.class, "select program_code from program_hold").isEmpty());
    }

    protected static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    /** One after the other, so that a batch is likely to hold many of them; returns when Kafka has them all. */
    protected void send(List<ProducerRecord<String, Object>> messages) {
        CompletableFuture.allOf(messages.stream().map(kafka::send).toArray(CompletableFuture[]::new))
                .join();
    }

    protected void send(SubmitCase... commands) {
        send(List.of(commands).stream().map(Commands::message).toList());
    }

    /** To one partition, so that one batch is likely to hold them all. */
    protected void sendTogether(SubmitCase... commands) {
        String key = UUID.randomUUID().toString();
        send(Stream.of(commands)
                .map(command -> new ProducerRecord<String, Object>(Topic.Names.CASES_COMMANDS, key, command))
                .toList());
    }

    /** So that one batch, and then one call, holds them all. */
    protected void sendInOneBatch(SubmitCase... commands) {
        MessageListenerContainer listener = Objects.requireNonNull(listeners.getListenerContainer("case-commands"));
        listener.stop();
        sendTogether(commands);
        listener.start();
    }

    /** So that all of them are due at once, however slowly they arrive; they leave when the test ends the outage. */
    protected void sendDuringAnOutage(SubmitCase... commands) {
        ORG.fault("status", 503);
        send(Commands.asking("Finds that the org is unavailable"));
        awaitHold("SERVER_UNAVAILABLE");
        send(commands);
        UUID[] ids = Stream.of(commands).map(SubmitCase::getCorrelationId).toArray(UUID[]::new);
        await().until(() -> query(
                        Integer.class, "select count(*) from ledger_entry where correlation_id = any(?)", (Object) ids)
                .equals(List.of(ids.length)));
    }

    /** Starts another instance of the application, with the settings of this one. */
    protected ConfigurableApplicationContext startAnotherInstance() {
        Map<String, Object> properties = new HashMap<>();
        environment.getPropertySources().forEach(source -> {
            if (source.getName().contains("Test Property") || source.getName().contains("Test Properties")) {
                Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames())
                        .forEach(name -> properties.put(name, String.valueOf(source.getProperty(name))));
            }
        });
        properties.put("server.port", "0");
        properties.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(CaseProcessorApplication.class)
                .environment(withProperties(properties))
                .registerShutdownHook(false)
                .run();
    }

    private static StandardEnvironment withProperties(Map<String, Object> properties) {
        StandardEnvironment settings = new StandardEnvironment();
        settings.getPropertySources().addFirst(new MapPropertySource("another instance", properties));
        return settings;
    }

    /** Changes or reads the ledger with plain SQL. */
    protected <T> List<T> query(Class<T> type, String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query(type).list();
    }

    protected boolean sealedCommandIsKept(SubmitCase command) {
        return query(
                        Boolean.class,
                        "select sealed_case is not null from ledger_entry where correlation_id = ?",
                        command.getCorrelationId())
                .getFirst();
    }

    protected double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    protected @Nullable Object healthOfOrg(String detail) {
        return breaker.health().getDetails().get(detail);
    }

    protected void awaitHold(String code) {
        await().until(() -> code.equals(breaker.code()));
    }

    protected LedgerEntry awaitState(SubmitCase command, CaseState state) {
        await().ignoreExceptionsInstanceOf(DataAccessException.class)
                .until(() -> ledger.find(command.getCorrelationId())
                        .filter(entry -> entry.state() == state)
                        .isPresent());
        return ledger.find(command.getCorrelationId()).orElseThrow();
    }

    /** The events of these commands' outcomes that a read-committed subscriber sees, once each command has one. */
    protected List<CaseEvent> events(SubmitCase... commands) {
        return await().until(
                        () -> allEvents(commands).stream()
                                .filter(event -> OUTCOMES.contains(event.getType()))
                                .toList(),
                        events -> events.stream()
                                        .map(CaseEvent::getCorrelationId)
                                        .distinct()
                                        .count()
                                >= commands.length);
    }

    /** All events of these commands that are there by now. */
    protected List<CaseEvent> allEvents(SubmitCase... commands) {
        return records(Topic.Names.CASES_EVENTS, 0, commands).stream()
                .map(record -> (CaseEvent) record.value())
                .toList();
    }

    /** The replies to these commands that are there by now. */
    protected List<ConsumerRecord<String, Object>> repliesNow(SubmitCase... commands) {
        return records(Topic.Names.CASES_REPLIES, 0, commands);
    }

    protected List<ConsumerRecord<String, Object>> replies(SubmitCase... commands) {
        return records(Topic.Names.CASES_REPLIES, commands);
    }

    /** Reads until each command has a record, and then to the end of what is committed. */
    protected List<ConsumerRecord<String, Object>> records(String topic, SubmitCase... commands) {
        return records(topic, commands.length, commands);
    }

    private List<ConsumerRecord<String, Object>> records(String topic, int expected, SubmitCase... commands) {
        Set<String> ids = Stream.of(commands)
                .map(command -> command.getCorrelationId().toString())
                .collect(Collectors.toSet());
        TopicReader reader = TopicReader.of(topic, consumers);
        await().until(() ->
                reader.read(ids).stream().map(ConsumerRecord::key).distinct().count() >= expected);
        return reader.read(ids);
    }
}
