package io.caseline.analysts;

import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A standalone worker of Kafka Connect with the guide's worker file and connector, which writes into a database. */
final class ConnectWorker implements AutoCloseable {
    static final String GROUP = "analyst-connect-cases";

    private static final String HEADING = "Kafka Connect into PostgreSQL";

    private final ClientProcess process;

    private ConnectWorker(ClientProcess process) {
        this.process = process;
    }

    static ConnectWorker start(EventTopic topic, Postgres postgres, String database) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "connect-").toAbsolutePath();
        Guide guide = new Guide("analysts.md")
                .replace("kafka:9092", topic.brokers())
                .replace("http://registry:8080", topic.registry())
                .replace("http://127.0.0.1:8083", "http://127.0.0.1:0")
                .replace("/opt/connect", Path.of("connect-plugins", "target").toAbsolutePath())
                .replace("/var/lib/connect", folder)
                .replace("/etc/connect", folder)
                .replace("jdbc:postgresql://warehouse:5432/analytics", postgres.url(database));
        Path worker = Files.writeString(folder.resolve("worker.properties"), guide.block(HEADING, "properties"));
        Path connector = Files.writeString(folder.resolve("case-events.json"), guide.block(HEADING, "json"));
        Files.writeString(folder.resolve("secrets.properties"), "warehouse.user=postgres\nwarehouse.password=any\n");
        return new ConnectWorker(ClientProcess.start(
                "connect",
                Map.of(),
                List.of(
                        ClientProcess.java(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of("connect", "target", "connect") + "/*",
                        "org.apache.kafka.connect.cli.ConnectStandalone",
                        worker.toString(),
                        connector.toString())));
    }

    /** Throws if it or a task of it has failed. */
    void check() {
        if (process.errors().contains("Task is being killed")) {
            throw new IllegalStateException("A task has failed: " + process);
        }
        process.output();
    }

    /** Kills it. */
    @Override
    public void close() {
        process.close();
    }
}
