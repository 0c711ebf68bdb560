package io.caseline.messaging;

import io.caseline.messaging.SchemaRegistry.Config;
import io.caseline.messaging.SchemaRegistry.NewSchema;
import io.caseline.schemas.ConnectionFailure;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
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
import org.springframework.web.client.RestClientResponseException;

/**
 * Makes the topics, registers the schemas and looks them up before any listener starts and any message is sent, and waits,
 * saying so, while the brokers or the registry are unavailable.
 */
final class ContractSetup implements SmartLifecycle, HealthIndicator {
    /** After the web server, so that health can tell of the waiting; before the listeners. */
    static final int PHASE = DEFAULT_PHASE - 1000;

    private static final int LASTING = 3;

    private static final Logger log = LoggerFactory.getLogger(ContractSetup.class);

    private final BooleanSupplier topics;
    private final ApplicationEventPublisher events;
    private final SchemaRegistry registry;
    private final Runnable lookup;
    private final Duration retryEvery;
    private volatile @Nullable String waitingFor = "start";
    private volatile String reason = "not asked yet";
    private volatile boolean stopped;
    private volatile int attempts;
    private final Map<Topic, Integer> conflicts = new EnumMap<>(Topic.class);

    /**
     * @param topics makes the topics; throws {@link IllegalStateException} if it cannot, with the cause
     * @param lookup has a serializer look up the schemas; throws what the serializer throws if it cannot
     */
    ContractSetup(
            BooleanSupplier topics,
            SchemaRegistry registry,
            Runnable lookup,
            Duration retryEvery,
            ApplicationEventPublisher events) {
        this.topics = topics;
        this.registry = registry;
        this.lookup = lookup;
        this.retryEvery = retryEvery;
        this.events = events;
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
            return topics.getAsBoolean() || failed("no answer");
        } catch (IllegalStateException e) {
            log.debug("The topics could not be made", e);
            return failed(ConnectionFailure.describe(e));
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
                : Health.outOfService()
                        .withDetail("waitingFor", missing)
                        .withDetail("reason", reason)
                        .build();
    }

    /** How often what it waits for has been asked in vain. */
    int attempts() {
        return attempts;
    }

    private boolean registerSchemas() {
        try {
            Arrays.stream(Topic.values()).forEach(topic -> topic.schema().ifPresent(schema -> register(topic, schema)));
            // or the first message would fail if the registry became unavailable before it
            lookup.run();
            return true;
        } catch (RestClientException e) {
            log.debug("The schema registry did not take the schemas", e);
            return failed(
                    e instanceof RestClientResponseException answer
                            ? ConnectionFailure.describe(answer.getStatusCode().value())
                            : ConnectionFailure.describe(e));
        } catch (UncheckedIOException | SchemaRegistryUnavailableException | SerializationException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private boolean failed(String why) {
        reason = why;
        return false;
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
        String logged = null;
        for (int tries = 0; !stopped && !attempt.succeeds(); tries++) {
            attempts = tries + 1;
            if (tries % 10 == 0 || !Objects.equals(logged, reason)) {
                logged = reason;
                log.warn("Waiting for {}: {}; trying again every {} s", what, reason, retryEvery.toSeconds());
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
