package io.caseline.tellers.directory;

import io.caseline.messages.DirectoryEntry;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import io.caseline.schemas.Topic;
import io.caseline.tellers.directory.DirectoryChange.Unstorable;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the directory in step with its topic. An entry that cannot be stored goes to the dead letters with the reason, and
 * the stored entity stays as it is.
 */
@Component
final class DirectoryListener {
    static final String ID = "teller-directory";

    private final ListenerPositions directoryPositions;
    private final DeadLetters deadLetters;
    private final DirectoryTranslator translator;
    private final DirectoryWriter directory;
    private final TransactionTemplate transaction;

    DirectoryListener(
            ListenerPositions directoryPositions,
            DeadLetters deadLetters,
            DirectoryTranslator translator,
            DirectoryWriter directory,
            TransactionTemplate transaction) {
        this.directoryPositions = directoryPositions;
        this.deadLetters = deadLetters;
        this.translator = translator;
        this.directory = directory;
        this.transaction = transaction;
    }

    @KafkaListener(
            id = ID,
            topics = Topic.Names.TELLERS_DIRECTORY,
            containerFactory = "directoryContainers",
            concurrency = "${caseline.tellers.directory-concurrency}")
    void receive(List<ConsumerRecord<String, @Nullable DirectoryEntry>> records) {
        transaction.executeWithoutResult(status -> apply(directoryPositions.advance(records)));
    }

    private void apply(List<ConsumerRecord<String, @Nullable DirectoryEntry>> records) {
        List<ConsumerRecord<String, @Nullable DirectoryEntry>> readable =
                DeadLetters.readable(records, DirectoryEntry.class);
        List<DirectoryChange> changes =
                readable.stream().map(translator::change).toList();
        directory.apply(changes);
        // right before the commit, so that a batch that is tried again does not send its dead letters each time
        deadLetters.sendUnreadable(records, DirectoryEntry.class);
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof Unstorable unstorable) {
                deadLetters.send(readable.get(i), unstorable.reason());
            }
        }
    }
}
