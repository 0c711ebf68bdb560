package io.caseline.analysts;

import io.caseline.messaging.testing.Guide;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The export of the command line, as the guide calls it. */
final class Exports {
    private static final String LAUNCHER = "./caseline ";

    private Exports() {}

    /** The command of the guide's DuckDB section without its redirection, run to its end. */
    static String run(EventTopic topic) throws InterruptedException {
        try (ClientProcess export = start(topic, Stream.of())) {
            return export.join();
        }
    }

    /** The same, but it goes on after the present end of the topic. */
    static ClientProcess follow(EventTopic topic) {
        return start(topic, Stream.of("--until-end"));
    }

    private static ClientProcess start(EventTopic topic, Stream<String> withoutOptions) {
        List<String> without = withoutOptions.toList();
        String command = new Guide("analysts.md")
                .commands("DuckDB")
                .filter(line -> line.startsWith(LAUNCHER))
                .findFirst()
                .orElseThrow();
        Stream<String> arguments = Stream.of(command.substring(LAUNCHER.length())
                        .replaceAll("\\s*>.*", "")
                        .split(" "))
                .filter(argument -> !without.contains(argument));
        return ClientProcess.start(
                "export",
                Map.of(),
                Stream.of(
                                Stream.of(
                                        ClientProcess.java(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "io.caseline.cli.Cli"),
                                arguments,
                                Stream.of("--bootstrap-servers", topic.brokers(), "--registry", topic.registry()))
                        .flatMap(part -> part)
                        .toList());
    }
}
