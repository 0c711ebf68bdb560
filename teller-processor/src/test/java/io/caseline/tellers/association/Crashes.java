package io.caseline.tellers.association;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.core.KafkaOperations;

/** Lets the processor crash after the database has committed and the event is sent, before Kafka's commit. */
@TestConfiguration
public class Crashes {
    private static final Set<UUID> DUE = ConcurrentHashMap.newKeySet();

    /** To crash once, when this request's outcome is published. */
    static void before(UUID correlationId) {
        DUE.add(correlationId);
    }

    static Set<UUID> due() {
        return DUE;
    }

    @Bean
    @Primary
    AssociationPublisher crashingPublisher(KafkaOperations<String, Object> kafka) {
        return new AssociationPublisher(kafka) {
            @Override
            void publish(List<Answer> answers) {
                super.publish(answers);
                if (answers.stream()
                        .anyMatch(answer -> DUE.remove(answer.outcome().correlationId()))) {
                    throw new IllegalStateException("a crash of the test's");
                }
            }
        };
    }
}
