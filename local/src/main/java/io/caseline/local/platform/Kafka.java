package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/** A Kafka node that is broker and controller, and does not create topics automatically. */
final class Kafka implements Service {

    private static final String HEAP = "256m";

    /** Until the others take over from a dead broker, records wait for its acknowledgement: less than a producer's time-out. */
    private static final String FAILOVER = """
            broker.heartbeat.interval.ms=500
            broker.session.timeout.ms=3000
            """;

    private final Home home;
    private final Ports ports;
    private final String clusterId;
    private final Path data;
    private final KafkaCluster cluster;
    private final int node;

    /** @param node its number in the cluster, from 1 */
    Kafka(Home home, Ports ports, Secrets secrets, KafkaCluster cluster, int node) {
        this.home = home;
        this.ports = ports;
        this.clusterId = secrets.text("kafka-cluster-id");
        this.cluster = cluster;
        this.node = node;
        this.data = home.data(name());
    }

    @Override
    public String name() {
        return KafkaCluster.name(node);
    }

    @Override
    public int port() {
        return ports.broker(node);
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        Files.writeString(configuration(), settings());
        if (!Files.exists(data.resolve("meta.properties"))) {
            var format = JavaCommandLine.command(
                    HEAP, "-cp", home.jar("local").toString(), "kafka.tools.StorageTool", "format");
            format.addAll(List.of(
                    "--ignore-formatted", "-t", clusterId, "-c", configuration().toString()));
            OneShotProcess.run(format, home.directory(), home.log(name()));
        }
    }

    @Override
    public ProcessBuilder process() {
        return new ProcessBuilder(JavaCommandLine.command(
                        HEAP,
                        "-Dlogback.configurationFile=kafka-logback.xml",
                        "-cp",
                        home.jar("local").toString(),
                        "kafka.Kafka",
                        configuration().toString()))
                .directory(home.directory().toFile());
    }

    /** A broker of several is ready once it has caught up with the others, so that another one may stop. */
    @Override
    public boolean isReady() throws IOException, InterruptedException {
        if (!Probe.listens(port())) {
            return false;
        }
        try (Admin admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port()))) {
            String found = admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS);
            if (!clusterId.equals(found)) {
                throw new CliException("the Kafka on port %d does not belong to %s".formatted(port(), data));
            }
            return !cluster.isReplicated() || hasAllReplicas(admin);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static boolean hasAllReplicas(Admin admin)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(5, TimeUnit.SECONDS);
        return admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS).values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    private Path configuration() {
        return home.run(name() + ".properties");
    }

    /**
     * The data folder is relative to the working directory: the setting is a list separated by commas, in a file that
     * Kafka reads as ISO-8859-1, and the path of the home may have commas, blanks and any character.
     */
    String settings() {
        return """
                process.roles=broker,controller
                node.id=%4$d
                controller.quorum.voters=%5$s
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=%6$d
                min.insync.replicas=%7$d
                offsets.topic.replication.factor=%6$d
                offsets.topic.num.partitions=10
                transaction.state.log.replication.factor=%6$d
                transaction.state.log.min.isr=%7$d
                transaction.state.log.num.partitions=10
                share.coordinator.state.topic.replication.factor=%6$d
                share.coordinator.state.topic.min.isr=%7$d
                group.initial.rebalance.delay.ms=0
                """.formatted(
                                port(),
                                ports.controller(node),
                                home.directory().relativize(data),
                                node,
                                cluster.voters(ports),
                                cluster.brokers(),
                                cluster.isReplicated() ? 2 : 1)
                + (cluster.isReplicated() ? FAILOVER : "")
                + String.join("\n", cluster.settings());
    }
}
