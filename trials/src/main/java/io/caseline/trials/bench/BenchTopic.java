package io.caseline.trials.bench;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic for yardsticks, with as many partitions as the commands have; deleted in the end. */
record BenchTopic(Admin admin, String name) implements AutoCloseable {
    private static final int PARTITIONS = 12;

    static BenchTopic create(String brokers) throws InterruptedException, ExecutionException {
        BenchTopic topic = new BenchTopic(
                Admin.create(Map.<String, Object>of("bootstrap.servers", brokers)), "bench." + UUID.randomUUID());
        topic.admin()
                .createTopics(List.of(new NewTopic(topic.name(), PARTITIONS, (short) -1)))
                .all()
                .get();
        return topic;
    }

    @Override
    public void close() {
        admin.deleteTopics(List.of(name));
        admin.close();
    }
}
