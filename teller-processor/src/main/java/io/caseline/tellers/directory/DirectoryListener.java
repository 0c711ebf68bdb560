package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the directory up with its topic. A batch that comes again changes nothing: its versions are known. What is wrong
 * with an entry goes to the dead letters with it, and is said of the same entry once for each thing.
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
        directory.apply(deadLetters.setAside(records, DirectoryEntry.class).stream()
                .map(record -> translator.change(record, reason -> deadLetters.setAside(record, reason)))
                .toList());
    }
}
