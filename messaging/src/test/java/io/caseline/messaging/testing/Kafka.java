package io.caseline.messaging.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kafka.server.KafkaBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.MountableFile;

/** A real broker, in this process or in a container. */
public final class Kafka implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.of(
            "auto.create.topics.enable", "false",
            "group.initial.rebalance.delay.ms", "0",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "5",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "5");

    /** Runs the script that Testcontainers copies into the container, and again when its broker was stopped. */
    private static final String RUN_AGAIN_WHEN_STOPPED =
            "run=/tmp/testcontainers_start.sh; until [ -f $run ]; do sleep 0.1; done; while :; do $run; done";

    private static final String STOP_BROKER =
            "broker=$(pidof java) && kill $broker && while kill -0 $broker; do sleep 0.1; done";

    private final String bootstrapServers;
    private final Runnable restart;
    private final Runnable stop;

    private Kafka(String bootstrapServers, Runnable restart, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.restart = restart;
        this.stop = stop;
    }

    /** One of the caller's own. */
    public static Kafka start() {
        return start("PLAINTEXT", Map.of(), Map.of());
    }

    /**
     * @param protocol of the listener for clients
     * @param listener settings of the listener for clients; files are named by {@code .location}
     * @param broker other settings
     */
    static Kafka start(String protocol, Map<String, String> listener, Map<String, String> broker) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.putAll(broker);
        return Containers.requested()
                ? startContainer(protocol, listener, settings)
                : startEmbedded(protocol, listener, settings);
    }

    private static Kafka startEmbedded(String protocol, Map<String, String> listener, Map<String, String> settings) {
        settings.put("listener.security.protocol.map", "EXTERNAL:" + protocol + ",CONTROLLER:PLAINTEXT");
        listener.forEach((name, value) -> settings.put("listener.name.external." + name, value));
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerListProperty("caseline.tests.kafka"); // not the one of the applications, which must be told
        broker.brokerProperties(settings);
        broker.afterPropertiesSet();
        return new Kafka(broker.getBrokersAsString(), () -> restart(broker), broker::destroy);
    }

    private static void restart(EmbeddedKafkaKraftBroker broker) {
        KafkaBroker only = Objects.requireNonNull(
                Objects.requireNonNull(broker.getCluster()).brokers().get(0));
        only.shutdown();
        only.awaitShutdown();
        only.startup();
    }

    private static Kafka startContainer(String protocol, Map<String, String> listener, Map<String, String> settings) {
        // Testcontainers calls the listener for clients PLAINTEXT, whatever its protocol is
        settings.put(
                "listener.security.protocol.map", "BROKER:PLAINTEXT,PLAINTEXT:" + protocol + ",CONTROLLER:PLAINTEXT");
        listener.forEach((name, value) -> settings.put("listener.name.plaintext." + name, value));
        KafkaContainer container = new KafkaContainer(Containers.image("kafka"))
                .withCommand("sh", "-c", RUN_AGAIN_WHEN_STOPPED)
                .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx256m")
                .waitingFor(Wait.forLogMessage(".*Transitioning from RECOVERY to RUNNING.*", 1)
                        .withStartupTimeout(Containers.STARTUP_TIMEOUT));
        settings.forEach((name, value) -> {
            container.withEnv(variable(name), value);
            if (name.endsWith(".location")) {
                container.withCopyFileToContainer(MountableFile.forHostPath(value, 0644), value);
            }
        });
        container.start();
        return new Kafka(container.getBootstrapServers(), () -> restart(container), container::stop);
    }

    private static void restart(KafkaContainer container) {
        try {
            Container.ExecResult stopped = container.execInContainer("sh", "-c", STOP_BROKER);
            if (stopped.getExitCode() != 0) {
                throw new IllegalStateException("The broker was not stopped: " + stopped);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As which the image takes a setting. */
    private static String variable(String setting) {
        return "KAFKA_"
                + setting.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public void createTopics(String... names) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(Stream.of(names)
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    /** Returns when the broker was stopped; it starts by itself. */
    public void restart() {
        restart.run();
    }

    @Override
    public void close() {
        stop.run();
    }
}
