package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.directory.LineReader.UnreadableLineException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of entities, read line by line. A CSV record is one line, so that an unclosed quote invalidates that line and
 * not the rest of the file.
 */
final class DirectoryFile implements Closeable {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    enum Format {
        CSV,
        NDJSON;

        /** As the option {@code --format} takes it. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By file extension. */
        static Format of(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            if (name.endsWith(".csv")) {
                return CSV;
            }
            if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) {
                return NDJSON;
            }
            throw new CliException("the extension of %s is neither .csv nor .ndjson; use --format".formatted(file));
        }
    }

    private final LineReader lines;
    private final Format format;
    private final EntityReader reader;
    private final List<String> header;

    /**
     * Opens the file, and reads a CSV file's header.
     *
     * @param now the time of change of entities that have none
     * @throws CliException if the header is invalid
     */
    DirectoryFile(Path path, Format format, Instant now) throws IOException {
        this.lines = new LineReader(path);
        this.format = format;
        this.reader = new EntityReader(now);
        this.header = format == Format.CSV ? header(path) : List.of();
    }

    /** The next line that is not blank, or null after the last one. */
    @Nullable
    Line next() throws IOException {
        try {
            String text = lines.next();
            while (text != null && text.isBlank()) {
                text = lines.next();
            }
            if (text == null) {
                return null;
            }
            Map<String, String> values = format == Format.CSV ? csv(text) : json(text);
            return reader.read(lines.number(), new Fields(lines.number(), values));
        } catch (UnreadableLineException e) {
            return invalid("", e.getMessage());
        } catch (WrongFieldException e) {
            return invalid(e.field, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Line invalid(String field, @Nullable String message) {
        return new Line.Invalid(lines.number(), List.of(new LineError(lines.number(), field, String.valueOf(message))));
    }

    private List<String> header(Path path) throws IOException {
        try {
            String text = lines.next();
            if (text == null || text.isBlank()) {
                throw new CliException("%s, line 1: must be a header with the names of the columns".formatted(path));
            }
            List<String> names = values(text).stream().map(String::strip).toList();
            List<String> known = new ArrayList<>(EntityReader.FIELDS);
            for (int column = 0; column < names.size(); column++) {
                if (!known.remove(names.get(column))) {
                    throw new CliException("%s, line 1: the name of column %d is not one of %s, or is a repeat"
                            .formatted(path, column + 1, String.join(", ", EntityReader.FIELDS)));
                }
            }
            if (!names.contains("kind")) {
                throw new CliException("%s, line 1: the column kind is missing".formatted(path));
            }
            return names;
        } catch (UnreadableLineException e) {
            throw new CliException("%s, line 1: %s".formatted(path, e.getMessage()), e);
        }
    }

    private Map<String, String> csv(String text) throws UnreadableLineException {
        List<String> values = values(text);
        if (values.size() != header.size()) {
            throw new UnreadableLineException(
                    "has %d columns, and the header has %d".formatted(values.size(), header.size()));
        }
        Map<String, String> fields = new HashMap<>();
        for (int column = 0; column < values.size(); column++) {
            fields.put(header.get(column), values.get(column));
        }
        return fields;
    }

    private static List<String> values(String text) throws UnreadableLineException {
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            return records.size() == 1 ? records.getFirst().toList() : List.of();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new UnreadableLineException("is not valid CSV: a quote is not closed, or not followed by a comma");
        }
    }

    private static Map<String, String> json(String text) throws UnreadableLineException, WrongFieldException {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new UnreadableLineException("is not valid JSON%s"
                    .formatted(
                            e.getLocation() == null
                                    ? ""
                                    : " at column " + e.getLocation().getColumnNr()));
        }
        if (!object.isObject()) {
            throw new UnreadableLineException("is not a JSON object");
        }
        Map<String, String> fields = new HashMap<>();
        int property = 0;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            property++;
            if (!EntityReader.FIELDS.contains(field.getKey())) {
                throw new UnreadableLineException("property %d is unknown".formatted(property));
            }
            if (field.getValue().isContainer()) {
                throw new WrongFieldException(field.getKey(), "must not be an object or an array");
            }
            if (!field.getValue().isNull()) {
                fields.put(field.getKey(), field.getValue().asString());
            }
        }
        return fields;
    }

    private static final class WrongFieldException extends Exception {
        private final String field;

        WrongFieldException(String field, String what) {
            super(what, null, false, false);
            this.field = field;
        }
    }
}
