package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import io.caseline.tellers.directory.DirectoryChange.Incomplete;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the directory up with its topic. What cannot be kept goes to the dead letters with the reason, and leaves what is
 * known of its entity.
 */
@Component
final class DirectoryListener {
    private final DeadLetters deadLetters;
    private final DirectoryTranslator translator;
    private final Directory directory;

    DirectoryListener(DeadLetters deadLetters, DirectoryTranslator translator, Directory directory) {
        this.deadLetters = deadLetters;
        this.translator = translator;
        this.directory = directory;
    }

    @KafkaListener(
            id = "teller-directory",
            topics = Topic.Names.TELLERS_DIRECTORY,
            concurrency = "${caseline.tellers.directory-concurrency}")
    void receive(List<ConsumerRecord<String, @Nullable DirectoryEntry>> records) {
        List<ConsumerRecord<String, @Nullable DirectoryEntry>> readable =
                DeadLetters.readable(records, DirectoryEntry.class);
        List<DirectoryChange> changes =
                readable.stream().map(translator::change).toList();
        directory.apply(changes);
        // only now: the Kafka transaction opens with the first record sent, and must not stand open for long
        deadLetters.setAside(records, DirectoryEntry.class);
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof Incomplete incomplete) {
                deadLetters.setAside(readable.get(i), incomplete.why());
            }
        }
    }
}
