package io.caseline.local.platform;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The brokers of a platform.
 *
 * @param brokers 1, or 3 for topics with three replicas, of which two must have a record before it counts as stored
 * @param settings lines of the configuration, which override the usual ones
 */
public record KafkaCluster(int brokers, List<String> settings) {
    static final KafkaCluster SINGLE = new KafkaCluster(1, List.of());

    public KafkaCluster {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("1 or 3 brokers, not " + brokers);
        }
    }

    /** Three brokers. */
    public static KafkaCluster ofThree() {
        return new KafkaCluster(3, List.of());
    }

    /** The service's name of a broker, from 1. */
    public static String name(int broker) {
        return Ports.Port.KAFKA + (broker == 1 ? "" : "-" + broker);
    }

    IntStream all() {
        return IntStream.rangeClosed(1, brokers);
    }

    String bootstrapServers(Ports ports) {
        return all().mapToObj(broker -> "127.0.0.1:" + ports.broker(broker)).collect(Collectors.joining(","));
    }

    String voters(Ports ports) {
        return all().mapToObj(broker -> broker + "@127.0.0.1:" + ports.controller(broker))
                .collect(Collectors.joining(","));
    }

    boolean isReplicated() {
        return brokers > 1;
    }
}
