package io.caseline.analysts;

import io.caseline.messaging.testing.Guide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** A script of Flink SQL that begins with the guide's tables. */
final class FlinkJob implements AutoCloseable {
    private static final String HEADING = "Flink SQL";
    private static final Pattern COLUMN = Pattern.compile("(?m)^  `?(\\w+)`? [A-Z].*\n");
    private static final Pattern SCHEMA = Pattern.compile("(avro-confluent\\.schema' = ')[^']+'");

    private final ClientProcess process;

    private FlinkJob(ClientProcess process) {
        this.process = process;
    }

    /** The guide's tables, of the present version of the schemas. */
    static String tables(EventTopic topic) {
        return new Guide("analysts.md")
                .replace("kafka:9092", topic.brokers())
                .replace("http://registry:8080", topic.registry())
                .block(HEADING, "sql");
    }

    /** The tables as they were when there was only this version: with its columns and its schema. */
    static String tables(EventTopic topic, Schema version) {
        List<String> fields =
                version.getFields().stream().map(Schema.Field::name).toList();
        String tables = COLUMN.matcher(tables(topic))
                .replaceAll(column ->
                        fields.contains(column.group(1)) || column.group(1).equals("WATERMARK")
                                ? Matcher.quoteReplacement(column.group())
                                : "");
        return SCHEMA.matcher(tables)
                .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + withoutDocumentation(version) + "'"));
    }

    /** A quote in a sentence would end the SQL string. */
    private static String withoutDocumentation(Schema schema) {
        return schema.toString()
                .replaceAll("\"doc\":\"(?:[^\"\\\\]|\\\\.)*\",?", "")
                .replace(",}", "}");
    }

    /** Ends each table at the present end of its topic, as the guide says. */
    static String bounded(String tables) {
        return tables.replace(
                "'scan.startup.mode' = 'earliest-offset',",
                "'scan.startup.mode' = 'earliest-offset',\n  "
                        + new Guide("analysts.md")
                                .block("Flink SQL, once", "sql")
                                .strip());
    }

    static FlinkJob start(String script) {
        try {
            Path file = Files.createTempFile(Path.of("target"), "flink-", ".sql");
            Files.writeString(file, script);
            return new FlinkJob(ClientProcess.start("flink", Map.of(), command(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path script) {
        return Stream.of(
                        List.of(ClientProcess.java(), "-Xmx1g", "-XX:TieredStopAtLevel=1"),
                        Stream.of("lang", "util", "net", "nio", "time", "util.concurrent")
                                .map(name -> "--add-opens=java.base/java." + name + "=ALL-UNNAMED")
                                .toList(),
                        List.of(
                                "-cp",
                                Path.of("flink", "target", "flink") + "/*",
                                "src/test/flink/SqlScript.java",
                                script.toString()))
                .flatMap(List::stream)
                .collect(Collectors.toList());
    }

    /** The rows printed up to now, {@code +I[a, b]}. */
    List<String> rows() {
        return process.output().lines().filter(line -> line.startsWith("+I[")).toList();
    }

    /** All rows, once it has ended. */
    List<String> join() throws InterruptedException {
        return process.join().lines().filter(line -> line.startsWith("+I[")).toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
