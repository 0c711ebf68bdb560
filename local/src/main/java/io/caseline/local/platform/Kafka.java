package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** One Kafka node that is broker and controller, and does not create topics automatically. */
final class Kafka implements Service {

    private static final String HEAP = "256m";

    private final Home home;
    private final Ports ports;
    private final String clusterId;
    private final Path data;
    private final List<String> furtherSettings;

    /** @param furtherSettings override the usual ones */
    Kafka(Home home, Ports ports, Secrets secrets, List<String> furtherSettings) {
        this.home = home;
        this.ports = ports;
        this.clusterId = secrets.text("kafka-cluster-id");
        this.data = home.data("kafka");
        this.furtherSettings = furtherSettings;
    }

    @Override
    public String name() {
        return Ports.Port.KAFKA.toString();
    }

    @Override
    public int port() {
        return ports.of(Ports.Port.KAFKA);
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

    @Override
    public boolean isReady() throws IOException, InterruptedException {
        if (!Probe.listens(port())) {
            return false;
        }
        try (Admin admin = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ports.bootstrapServers()))) {
            String found = admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS);
            if (!clusterId.equals(found)) {
                throw new CliException("the Kafka on port %d does not belong to %s".formatted(port(), data));
            }
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private Path configuration() {
        return home.run("kafka.properties");
    }

    /**
     * The data folder is relative to the working directory: the setting is a list separated by commas, in a file that
     * Kafka reads as ISO-8859-1, and the path of the home may have commas, blanks and any character.
     */
    String settings() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=10
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=10
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                """.formatted(
                                port(),
                                ports.of(Ports.Port.KAFKA_CONTROLLER),
                                home.directory().relativize(data))
                + String.join("\n", furtherSettings);
    }
}
