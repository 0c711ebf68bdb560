package io.caseline.messaging;

import io.caseline.messaging.SchemaRegistry.Config;
import io.caseline.messaging.SchemaRegistry.NewSchema;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Makes the topics and registers the schemas before any listener starts, and waits, saying so, while the brokers or
 * the registry are unavailable.
 */
final class ContractSetup implements SmartLifecycle, HealthIndicator {
    /** After the web server, so that health can tell of the waiting; before the listeners. */
    static final int PHASE = DEFAULT_PHASE - 1000;

    private static final int LASTING = 3;

    private static final Logger log = LoggerFactory.getLogger(ContractSetup.class);

    private final BooleanSupplier topics;
    private final ApplicationEventPublisher events;
    private final SchemaRegistry registry;
    private final Duration retryEvery;
    private volatile @Nullable String waitingFor = "start";
    private volatile boolean stopped;
    private volatile int attempts;
    private final Map<Topic, Integer> conflicts = new EnumMap<>(Topic.class);

    /** @param topics makes the topics; false, or {@link IllegalStateException}, while the brokers do not answer */
    ContractSetup(
            BooleanSupplier topics, SchemaRegistry registry, Duration retryEvery, ApplicationEventPublisher events) {
        this.topics = topics;
        this.events = events;
        this.registry = registry;
        this.retryEvery = retryEvery;
    }

    @Override
    public void start() {
        // waiting is not a failure: a restart of the application would not bring the brokers back
        AvailabilityChangeEvent.publish(events, this, LivenessState.CORRECT);
        stopped = false;
        Thread starting = Thread.currentThread();
        Thread hook = new Thread(() -> {
            stopped = true;
            starting.interrupt();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        await("the Kafka brokers", this::makeTopics);
        await("the schema registry", this::registerSchemas);
        if (stopped) {
            throw new IllegalStateException("Stopped while waiting for " + waitingFor);
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        waitingFor = null;
    }

    private boolean makeTopics() {
        try {
            return topics.getAsBoolean();
        } catch (IllegalStateException e) {
            // what Spring's admin throws from its second failure on
            log.debug("The brokers did not answer", e);
            return false;
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public boolean isRunning() {
        return waitingFor == null && !stopped;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public Health health() {
        String missing = waitingFor;
        return missing == null
                ? Health.up().build()
                : Health.outOfService().withDetail("waitingFor", missing).build();
    }

    /** How often what it waits for has been asked in vain. */
    int attempts() {
        return attempts;
    }

    private boolean registerSchemas() {
        try {
            Arrays.stream(Topic.values()).forEach(topic -> topic.schema().ifPresent(schema -> register(topic, schema)));
            return true;
        } catch (RestClientException e) {
            log.debug("The schema registry did not take the schemas: {}", e.getMessage());
            return false;
        }
    }

    private void register(Topic topic, Schema schema) {
        registry.configure(topic.subject(), new Config("FULL_TRANSITIVE"));
        try {
            registry.register(topic.subject(), new NewSchema(schema.toString(), "AVRO"));
        } catch (HttpClientErrorException.Conflict e) {
            // another application may have registered the same at this very moment: only a lasting conflict is one
            if (conflicts.merge(topic, 1, Integer::sum) >= LASTING) {
                throw new IllegalStateException(
                        "The registry refuses " + schema.getFullName() + " for " + topic.subject()
                                + ": it is not compatible with the versions registered before",
                        e);
            }
            throw e;
        }
    }

    private void await(String what, Attempt attempt) {
        waitingFor = what;
        for (int tries = 0; !stopped && !attempt.succeeds(); tries++) {
            attempts = tries + 1;
            if (tries % 10 == 0) {
                log.warn("Waiting for {}; trying again every {} s", what, retryEvery.toSeconds());
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(retryEvery);
        } catch (InterruptedException e) {
            // who wants the waiting to end says so first, in stopped; a stray interrupt only cuts this pause short
            log.debug("Interrupted while waiting for {}", waitingFor);
        }
    }

    private interface Attempt {
        boolean succeeds();
    }
}
