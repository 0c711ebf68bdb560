package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.directory.DirectoryFile.Format;
import io.caseline.cli.directory.FileCheck.Checked;
import io.caseline.cli.directory.Line.Valid;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads a file into the directory. The whole file is checked first, so that a file with an invalid line loads nothing. It
 * is read twice and never held in memory.
 */
final class DirectoryLoad {

    static final int ERRORS_SHOWN = 50;

    private final Path file;
    private final Format format;
    private final boolean skipInvalid;
    private final Consumer<String> console;
    private final Instant now;

    /**
     * @param format null for the format that the file extension says
     * @param skipInvalid whether to load a file with invalid lines without them
     * @throws CliException if there is no such file, or its format is unknown
     */
    DirectoryLoad(
            Path file, @Nullable Format format, boolean skipInvalid, Consumer<String> console, InstantSource clock) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CliException("cannot read the file %s".formatted(file));
        }
        this.file = file;
        this.format = format == null ? Format.of(file) : format;
        this.skipInvalid = skipInvalid;
        this.console = console;
        this.now = clock.instant();
    }

    /** Checks the file, and says what it would load. Returns whether all lines are valid. */
    boolean checkOnly() throws IOException {
        Checked checked = check();
        console.accept("%s valid; %,d invalid lines".formatted(checked.summary(), checked.invalidLines()));
        return checked.invalidLines() == 0;
    }

    /**
     * Checks the file and loads what is valid.
     *
     * @param wait whether to wait until teller-processor has applied it
     * @return whether the file was loaded; false if it has invalid lines that are not to be skipped, or if
     *     teller-processor could not store an entry
     */
    boolean run(KafkaConnection kafka, Supplier<Sealing> sealing, boolean wait)
            throws IOException, InterruptedException {
        console.accept("checking %s".formatted(file));
        Checked checked = check();
        int invalid = checked.invalidLines();
        if (invalid > 0 && !skipInvalid) {
            console.accept("%,d of %,d lines are invalid; nothing is loaded (--skip-invalid loads the others)"
                    .formatted(invalid, invalid + checked.valid()));
            return false;
        }
        long start = System.nanoTime();
        try (DirectoryProducer producer = new DirectoryProducer(kafka)) {
            UnstorableEntries unstorable = new UnstorableEntries(kafka);
            send(checked, new DirectoryEntryFactory(sealing.get()), producer, unstorable);
            DirectoryLag lag = producer.flush();
            console.accept("loaded %s%s; %s"
                    .formatted(
                            checked.summary(),
                            invalid == 0 ? "" : ", skipped %,d invalid lines".formatted(invalid),
                            rate(checked.valid(), start)));
            if (!wait) {
                console.accept("entries that teller-processor cannot store will be in "
                        + Topic.TELLERS_DIRECTORY_DEAD.topicName());
                return true;
            }
            ProgressReporter progress = new ProgressReporter(console);
            lag.awaitZero(
                    left -> progress.at(left, number -> "  %,d left for teller-processor to apply".formatted(number)));
            if (!allStored(unstorable, checked.valid())) {
                return false;
            }
            console.accept("teller-processor has applied the file; %s".formatted(rate(checked.valid(), start)));
        }
        return true;
    }

    private Checked check() throws IOException {
        try (DirectoryFile lines = open()) {
            return new FileCheck(console).check(lines);
        }
    }

    private void send(
            Checked checked, DirectoryEntryFactory factory, DirectoryProducer producer, UnstorableEntries unstorable)
            throws IOException {
        long sent = 0;
        ProgressReporter progress = new ProgressReporter(console);
        try (DirectoryFile lines = open()) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (checked.isInvalid(line.number())) {
                    continue;
                }
                if (!(line instanceof Valid valid)) {
                    throw changed(sent);
                }
                producer.send(
                        valid.entity().id().text(),
                        factory.entry(valid.entity(), valid.version(), valid.updatedAt()),
                        unstorable.headers(valid.number()));
                sent++;
                progress.at(sent, number -> "  %,d of %,d loaded".formatted(number, checked.valid()));
            }
        }
        if (sent != checked.valid()) {
            throw changed(sent);
        }
    }

    private boolean allStored(UnstorableEntries unstorable, long sent) throws InterruptedException {
        List<UnstorableEntries.Entry> shown = new ArrayList<>();
        long count = unstorable.read(entry -> {
            if (shown.size() < ERRORS_SHOWN) {
                shown.add(entry);
            }
        });
        if (count == 0) {
            return true;
        }
        shown.stream()
                .sorted(Comparator.comparingLong(UnstorableEntries.Entry::line))
                .forEach(entry -> console.accept("line %d: %s".formatted(entry.line(), entry.reason())));
        if (count > shown.size()) {
            console.accept("and %,d more".formatted(count - shown.size()));
        }
        console.accept(
                ("teller-processor could not store %,d of %,d entries; these entities are unchanged. The entries are"
                                + " in %s; load them again when the cause is fixed")
                        .formatted(count, sent, Topic.TELLERS_DIRECTORY_DEAD.topicName()));
        return false;
    }

    private CliException changed(long sent) {
        return new CliException(
                "%s has changed since it was checked, with %,d entries loaded; load it again".formatted(file, sent));
    }

    private DirectoryFile open() throws IOException {
        return new DirectoryFile(file, format, now);
    }

    private static String rate(long lines, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return "%.1f s, %,.0f a second".formatted(seconds, lines / seconds);
    }
}
