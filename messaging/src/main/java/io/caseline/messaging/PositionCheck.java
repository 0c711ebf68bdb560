package io.caseline.messaging;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Restarts a listener whose stored positions have fallen behind, as after a restore of the database: the records since
 * then are read again, also on partitions that get no new ones.
 */
public final class PositionCheck {
    private static final Logger log = LoggerFactory.getLogger(PositionCheck.class);

    private final Map<String, ListenerPositions> listeners;
    private final KafkaListenerEndpointRegistry containers;

    /** @param listeners positions by the id of their listener */
    public PositionCheck(Map<String, ListenerPositions> listeners, KafkaListenerEndpointRegistry containers) {
        this.listeners = Map.copyOf(listeners);
        this.containers = containers;
    }

    @Scheduled(
            initialDelayString = "${caseline.positions.check-every:10s}",
            fixedDelayString = "${caseline.positions.check-every:10s}")
    void check() {
        listeners.forEach((id, positions) -> {
            MessageListenerContainer container = containers.getListenerContainer(id);
            if (container != null && container.isRunning() && positions.areStoredPositionsBehind()) {
                log.warn("The stored positions of {} have moved back: {} reads from there", positions.topic(), id);
                container.stop(container::start);
            }
        });
    }
}
