package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.directory.LineReader.UnreadableLineException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final EntityReader reader;

    /** Null for a file of JSON. */
    private final @Nullable CsvColumns columns;

    /**
     * Opens the file, and reads a CSV file's header.
     *
     * @param now the time of change of entities that have none
     * @throws CliException if the header is invalid
     */
    DirectoryFile(Path path, Format format, Instant now) throws IOException {
        this.lines = new LineReader(path);
        this.reader = new EntityReader(now);
        this.columns = format == Format.CSV ? CsvColumns.read(path, lines) : null;
    }

    /** The next line that is not blank, or null after the last one. */
    @Nullable
    Line next() throws IOException {
        try {
            String text = lines.next();
            while (text != null && (columns == null ? text.isBlank() : CsvColumns.isBlank(text))) {
                text = lines.next();
            }
            if (text == null) {
                return null;
            }
            Map<String, String> values = columns == null ? json(text) : columns.values(text);
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
