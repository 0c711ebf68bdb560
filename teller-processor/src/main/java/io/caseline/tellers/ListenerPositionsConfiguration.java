package io.caseline.tellers;

import io.caseline.messaging.ListenerPositions;
import io.caseline.messaging.PositionCheck;
import io.caseline.messaging.PositionStore;
import io.caseline.schemas.Topic;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;

/** The positions of the two listeners that store them in the database. */
@Configuration(proxyBeanMethods = false)
class ListenerPositionsConfiguration {

    @Bean
    ListenerPositions commandPositions(PositionStore store, KafkaAdmin admin) {
        return new ListenerPositions(Topic.Names.TELLERS_COMMANDS, store, admin);
    }

    @Bean
    ListenerPositions directoryPositions(PositionStore store, KafkaAdmin admin) {
        return new ListenerPositions(Topic.Names.TELLERS_DIRECTORY, store, admin);
    }

    @Bean
    PositionCheck positionCheck(
            ListenerPositions commandPositions,
            ListenerPositions directoryPositions,
            KafkaListenerEndpointRegistry listeners) {
        return new PositionCheck(
                Map.of("teller-processor", commandPositions, "teller-directory", directoryPositions), listeners);
    }
}
