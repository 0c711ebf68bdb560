package io.caseline.tellers.association;

import io.caseline.schemas.messaging.ReplySender;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Lets the processor crash after the database has committed, before any reply. */
@TestConfiguration
public class Crashes {
    private static final Set<UUID> DUE = ConcurrentHashMap.newKeySet();

    /** To crash once, when this request is to be replied to. */
    static void before(UUID correlationId) {
        DUE.add(correlationId);
    }

    static Set<UUID> due() {
        return DUE;
    }

    @Bean
    @Primary
    AssociationReplies crashingReplies(ReplySender sender, InstantSource clock) {
        return new AssociationReplies(sender, clock) {
            @Override
            void send(List<Answer> answers) {
                if (answers.stream()
                        .anyMatch(answer -> DUE.remove(answer.outcome().correlationId()))) {
                    throw new IllegalStateException("a crash of the test's");
                }
                super.send(answers);
            }
        };
    }
}
