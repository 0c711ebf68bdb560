package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.directory.LineReader.UnreadableLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The columns of a CSV file as its header names them, in the way of spreadsheets: rows of only commas are blank, and columns
 * without a name may follow, as long as nothing is in them.
 */
final class CsvColumns {

    private static final Pattern BLANK = Pattern.compile("[\\s,\"]*");

    /** The separators that spreadsheets write in countries whose decimal point is a comma, or on request. */
    private static final Map<Character, String> OTHER_SEPARATORS =
            Map.of(';', "semicolons", '\t', "tabs", '|', "vertical bars");

    private final List<String> names;

    private CsvColumns(List<String> names) {
        this.names = names;
    }

    /**
     * Reads the header, the first line that is not blank.
     *
     * @throws CliException if it is invalid; the message never repeats what stands in it
     */
    static CsvColumns read(Path path, LineReader lines) throws IOException {
        try {
            String text = lines.next();
            while (text != null && isBlank(text)) {
                text = lines.next();
            }
            if (text == null) {
                throw new CliException("%s, line 1: must be a header with the names of the columns".formatted(path));
            }
            Optional<String> separator = otherSeparator(text);
            if (separator.isPresent()) {
                throw new UnreadableLineException(
                        "the columns are separated by %s, and must be separated by commas".formatted(separator.get()));
            }
            return new CsvColumns(known(split(text)));
        } catch (UnreadableLineException e) {
            throw new CliException("%s, line %d: %s".formatted(path, lines.number(), e.getMessage()), e);
        }
    }

    private static List<String> known(List<String> header) throws UnreadableLineException {
        List<String> names = new ArrayList<>();
        for (String column : header) {
            String name = column.strip();
            String known = find(name).orElse("");
            boolean unknown = known.isEmpty() && !name.isEmpty();
            boolean repeated = !known.isEmpty() && names.contains(known);
            if (unknown || repeated) {
                throw new UnreadableLineException("the name of column %d is not one of %s, or is a repeat"
                        .formatted(names.size() + 1, String.join(", ", EntityReader.FIELDS)));
            }
            names.add(known);
        }
        if (!names.contains("kind")) {
            throw new UnreadableLineException("the column kind is missing");
        }
        return names;
    }

    private static Optional<String> find(String name) {
        return EntityReader.FIELDS.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    static boolean isBlank(String line) {
        return BLANK.matcher(line).matches();
    }

    /** The values of a line by the names of their columns. */
    Map<String, String> values(String line) throws UnreadableLineException {
        List<String> values = split(line);
        if (values.size() < names.size()) {
            throw new UnreadableLineException("has %d columns, and the header has %d%s"
                    .formatted(
                            values.size(),
                            names.size(),
                            otherSeparator(line)
                                    .map("; it is separated by %s instead of commas"::formatted)
                                    .orElse("")));
        }
        Map<String, String> fields = new HashMap<>();
        for (int column = 0; column < values.size(); column++) {
            String name = column < names.size() ? names.get(column) : "";
            if (!name.isEmpty()) {
                fields.put(name, values.get(column));
            } else if (!values.get(column).isBlank()) {
                throw new UnreadableLineException(
                        "has a value in column %d, which the header does not name".formatted(column + 1));
            }
        }
        return fields;
    }

    /** What a line without a comma seems to be separated by. */
    private static Optional<String> otherSeparator(String line) {
        if (line.indexOf(',') >= 0 && !line.toLowerCase(Locale.ROOT).startsWith("sep=")) {
            return Optional.empty();
        }
        return OTHER_SEPARATORS.entrySet().stream()
                .filter(separator -> line.indexOf(separator.getKey()) >= 0)
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static List<String> split(String line) throws UnreadableLineException {
        if (line.indexOf('\r') >= 0) {
            throw new UnreadableLineException("has a carriage return within it; lines must end with LF or CR LF");
        }
        try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
            List<CSVRecord> records = parser.getRecords();
            return records.size() == 1 ? records.getFirst().toList() : List.of();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new UnreadableLineException("is not valid CSV: a quote is not closed, or not followed by a comma");
        }
    }
}
