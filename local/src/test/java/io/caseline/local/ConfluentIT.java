package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The whole way with Confluent's serializers, over the API that Confluent's registry has. Applications that were built
 * without them, so not with {@code -Pconfluent}, get classes with the same names and settings, put before their libraries.
 */
class ConfluentIT {
    private static final String SERIALIZER = "io.confluent.kafka.serializers.KafkaAvroSerializer";
    private static final String DESERIALIZER = "io.confluent.kafka.serializers.KafkaAvroDeserializer";

    private static final Path STAND_IN = Path.of("..", "confluent-stand-in", "target", "classes")
            .toAbsolutePath()
            .normalize();

    private static final Path FOLDER = Path.of("target", "confluent").toAbsolutePath();
    private static final Path ROOT = FOLDER.resolve("root");

    private static final boolean builtWithConfluents = areBuiltWithConfluents();
    private static final CommandLineSystem system = builtWithConfluents
            ? new CommandLineSystem(FOLDER.resolve("home"))
            : new CommandLineSystem(
                    FOLDER.resolve("home"),
                    List.of(
                            "-Dcaseline.root=" + ROOT,
                            "-cp",
                            STAND_IN + File.pathSeparator + "target/local.jar",
                            "io.caseline.local.Caseline"),
                    Map.of("LOADER_PATH", STAND_IN.toString()));

    private static boolean areBuiltWithConfluents() {
        try (JarFile gateway = new JarFile("../gateway/target/gateway.jar")) {
            return gateway.stream().anyMatch(entry -> entry.getName().contains("/kafka-avro-serializer-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void up() throws Exception {
        if (!builtWithConfluents) {
            putStandInFirst();
        }
        assertThat(system.caseline("reset", "--yes").exit()).isZero();

        var up = system.caseline("up", "-d");

        assertThat(up.exit()).as(up.output()).isZero();
    }

    private static void putStandInFirst() throws IOException {
        Files.createDirectories(ROOT);
        for (String same : List.of("deploy", "local", "salesforce-sandbox")) {
            Path link = ROOT.resolve(same);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, Path.of("..", same).toAbsolutePath().normalize());
        }
        for (String module : List.of("gateway", "case-processor", "teller-processor")) {
            putStandInFirst(module);
        }
    }

    /** A jar that starts the application with what LOADER_PATH names before its libraries. */
    private static void putStandInFirst(String module) throws IOException {
        Path jar = ROOT.resolve(module).resolve("target").resolve(module + ".jar");
        Files.createDirectories(jar.getParent());
        Path application = Path.of("..", module, "target", module + ".jar")
                .toAbsolutePath()
                .normalize();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.MAIN_CLASS, "org.springframework.boot.loader.launch.PropertiesLauncher");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, application.toUri().toString());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream empty = new JarOutputStream(file, manifest)) {
            empty.finish();
        }
    }

    @AfterAll
    static void down() throws Exception {
        assertThat(system.caseline("down").output()).isEqualTo("everything is stopped\n");
    }

    @Test
    void a_case_and_an_association_go_the_whole_way() throws Exception {
        JsonNode created = system.post(200, "/programs/gobank/customerCare/cases", UUID.randomUUID(), """
                {"subject": "Card not received", "firstName": "Ana", "lastName": "Reyes",
                 "customerQuestion": "I ordered my card two weeks ago. Where is it?"}""");
        String own = UUID.randomUUID().toString().substring(0, 8);
        String card = "4002%012d".formatted(ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
        Path file = Files.writeString(FOLDER.resolve("directory.csv"), """
                kind,merchantId,storeId,tellerId,accountId,enabled,associationEnabled,status,firstName,lastName,cardNumber,feePlan,openedAt
                merchant,fscc0342,,,,true,,,,,,,
                store,fscc0342,S-%1$s,,,true,true,,,,,,
                teller,fscc0342,,t-%1$s,,,,Active,Ana,Reyes,,,
                account,,,,%2$s,,,Open,Ana,Reyes,%3$s,Standard,2020-01-01T00:00:00Z
                """.formatted(own, UUID.randomUUID(), card));
        var load = system.caseline("directory", "load", file.toString());
        JsonNode associated = system.post(200, "/retailer/user/associate", UUID.randomUUID(), """
                {"metadata": {"merchantId": "fscc0342", "storeId": "S-%1$s", "userId": "t-%1$s",
                 "requestDateTime": "2026-01-09T13:25:45Z"}, "accountNumber": "%2$s"}""".formatted(own, card));
        var cases = system.caseline("events", "cases", "--from", "beginning", "--until-end", "--json");
        var tellers = system.caseline("events", "tellers", "--from", "beginning", "--until-end", "--json");

        assertThat(created.at("/status").asString()).isEqualTo("Created");
        assertThat(system.isInSalesforce(created.at("/caseNumber").asString())).isTrue();
        assertThat(load.output()).contains("has applied the file");
        assertThat(associated.at("/metadata/responseDescription").asString()).isEqualTo("Success");
        assertThat(cases.output().lines())
                .anyMatch(line -> line.contains(created.at("/correlationId").asString())
                        && line.contains("\"type\":\"CREATED\""));
        assertThat(tellers.output().lines())
                .anyMatch(line -> line.contains("t-" + own) && line.contains("\"type\":\"ASSOCIATED\""));
        assertThat(system.classes("gateway")).contains(SERIALIZER, DESERIALIZER).doesNotContain("io.apicurio");
        assertThat(system.classes("case-processor"))
                .contains(SERIALIZER, DESERIALIZER)
                .doesNotContain("io.apicurio");
        assertThat(system.classes("teller-processor"))
                .contains(SERIALIZER, DESERIALIZER)
                .doesNotContain("io.apicurio");
    }
}
