package io.caseline.local.directory;

import io.caseline.local.directory.DirectoryFile.Format;
import io.caseline.local.directory.Line.Invalid;
import io.caseline.local.directory.Line.Valid;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Refusal;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads a file into the directory. The whole file is checked first, so that a file with a fault loads nothing; it is read
 * twice, and never held.
 */
public final class DirectoryLoad {

    private static final int FAULTS_SHOWN = 50;

    private final Path file;
    private final Format format;
    private final boolean skipInvalid;
    private final Consumer<String> console;
    private final Instant now;

    /**
     * @param format {@code csv} or {@code ndjson}; null to go by the file's ending
     * @param skipInvalid whether lines at fault are left out, instead of the whole file
     * @throws Refusal if there is no such file, or its format cannot be told
     */
    public DirectoryLoad(
            Path file, @Nullable String format, boolean skipInvalid, Consumer<String> console, InstantSource clock) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Refusal("there is no file %s that can be read".formatted(file));
        }
        this.file = file;
        this.format = format == null ? Format.of(file) : Format.valueOf(format.toUpperCase(Locale.ROOT));
        this.skipInvalid = skipInvalid;
        this.console = console;
        this.now = clock.instant();
    }

    /** What a check of the file found. */
    record Checked(long valid, BitSet invalid, Map<String, Long> kinds) {

        /** {@code 2 merchants, 1 tombstone}, or {@code nothing}. */
        String words() {
            List<String> words = new ArrayList<>();
            kinds.forEach((kind, count) -> words.add("%,d %s%s".formatted(count, kind, count == 1 ? "" : "s")));
            return words.isEmpty() ? "nothing" : String.join(", ", words);
        }
    }

    /** Checks every line, and tells of the faults, the first fifty in full. */
    Checked check() throws IOException {
        BitSet invalid = new BitSet();
        Map<String, Long> kinds = new TreeMap<>();
        SeenEntities seen = new SeenEntities();
        long faults = 0;
        Progress progress = new Progress(console);
        try (DirectoryFile lines = open()) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                Line checked = line instanceof Valid valid ? unlessSeen(valid, seen) : line;
                switch (checked) {
                    case Valid valid -> kinds.merge(kind(valid.entity()), 1L, Long::sum);
                    case Invalid wrong -> {
                        invalid.set(Math.toIntExact(wrong.number()));
                        for (Fault fault : wrong.faults()) {
                            if (faults++ < FAULTS_SHOWN) {
                                console.accept(fault.toString());
                            }
                        }
                    }
                }
                progress.at(line.number(), number -> "  %,d lines checked".formatted(number));
            }
        }
        if (faults > FAULTS_SHOWN) {
            console.accept("and %,d more faults".formatted(faults - FAULTS_SHOWN));
        }
        return new Checked(kinds.values().stream().mapToLong(Long::longValue).sum(), invalid, kinds);
    }

    /** Checks the file, and says what it would load. Returns whether it is without fault. */
    public boolean checkOnly() throws IOException {
        Checked checked = check();
        int wrong = checked.invalid().cardinality();
        console.accept("%s valid; %,d lines at fault".formatted(checked.words(), wrong));
        return wrong == 0;
    }

    /**
     * Checks the file, and loads what is valid.
     *
     * @param wait whether to wait until teller-processor has applied it
     * @return whether the file was loaded; not if a line is at fault and none are to be skipped, nor if teller-processor
     *     could not keep an entry
     */
    public boolean run(Messaging messaging, Supplier<Sealing> sealing, boolean wait)
            throws IOException, InterruptedException {
        console.accept("checking %s".formatted(file));
        Checked checked = check();
        int wrong = checked.invalid().cardinality();
        if (wrong > 0 && !skipInvalid) {
            console.accept("%,d of %,d lines are at fault; nothing is loaded (--skip-invalid loads the others)"
                    .formatted(wrong, wrong + checked.valid()));
            return false;
        }
        long began = System.nanoTime();
        try (DirectoryTopic topic = new DirectoryTopic(messaging)) {
            SetAside setAside = new SetAside(messaging);
            send(checked, new EntitySealer(sealing.get()), topic, setAside);
            DirectoryReading reading = topic.flush();
            console.accept("loaded %s%s; %s"
                    .formatted(
                            checked.words(),
                            wrong == 0 ? "" : ", and left out %,d lines at fault".formatted(wrong),
                            rate(checked.valid(), began)));
            if (!wait) {
                console.accept("what teller-processor cannot keep of it will be in "
                        + Topic.TELLERS_DIRECTORY_DEAD.topicName());
                return true;
            }
            Progress progress = new Progress(console);
            reading.await(
                    left -> progress.at(left, number -> "  %,d left for teller-processor to apply".formatted(number)));
            if (!allKept(setAside, checked.valid())) {
                return false;
            }
            console.accept("teller-processor has applied it; %s".formatted(rate(checked.valid(), began)));
        }
        return true;
    }

    private boolean allKept(SetAside setAside, long sent) throws InterruptedException {
        List<SetAside.Entry> shown = new ArrayList<>();
        long refused = setAside.read(entry -> {
            if (shown.size() < FAULTS_SHOWN) {
                shown.add(entry);
            }
        });
        if (refused == 0) {
            return true;
        }
        shown.stream()
                .sorted(Comparator.comparingLong(SetAside.Entry::line))
                .forEach(entry -> console.accept("line %d: %s".formatted(entry.line(), entry.reason())));
        if (refused > shown.size()) {
            console.accept("and %,d more".formatted(refused - shown.size()));
        }
        console.accept(
                "teller-processor could not keep %,d of %,d entries: what it knew of these entities stays. Load them"
                                .formatted(refused, sent)
                        + " again once that is mended; they are in "
                        + Topic.TELLERS_DIRECTORY_DEAD.topicName());
        return false;
    }

    private void send(Checked checked, EntitySealer sealer, DirectoryTopic topic, SetAside setAside)
            throws IOException {
        long sent = 0;
        Progress progress = new Progress(console);
        try (DirectoryFile lines = open()) {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                if (checked.invalid().get(Math.toIntExact(line.number()))) {
                    continue;
                }
                if (!(line instanceof Valid valid)) {
                    throw changed(sent);
                }
                topic.send(
                        valid.entity().id().text(),
                        sealer.entry(valid.entity(), valid.version(), valid.updatedAt()),
                        setAside.headers(valid.number()));
                sent++;
                progress.at(sent, number -> "  %,d of %,d loaded".formatted(number, checked.valid()));
            }
        }
        if (sent != checked.valid()) {
            throw changed(sent);
        }
    }

    private Refusal changed(long sent) {
        return new Refusal(
                "%s has changed since it was checked, with %,d entries loaded; load it again".formatted(file, sent));
    }

    private DirectoryFile open() throws IOException {
        return new DirectoryFile(file, format, now);
    }

    private static Line unlessSeen(Valid line, SeenEntities seen) {
        int before = seen.add(line.entity().id().text(), Math.toIntExact(line.number()));
        return before == 0
                ? line
                : new Invalid(
                        line.number(),
                        List.of(new Fault(line.number(), "", "tells of the same entity as line " + before)));
    }

    private static String kind(Entity entity) {
        return switch (entity) {
            case Entity.Merchant merchant -> "merchant";
            case Entity.Store store -> "store";
            case Entity.Teller teller -> "teller";
            case Entity.Account account -> "account";
            case Entity.Gone gone -> "tombstone";
        };
    }

    private static String rate(long lines, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        return "%.1f s, %,.0f a second".formatted(seconds, lines / seconds);
    }
}
