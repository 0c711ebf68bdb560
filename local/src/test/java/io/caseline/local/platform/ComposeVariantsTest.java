package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What is merged with docker-compose.yml: a cluster, a Salesforce org; and the files of its profile monitoring. */
class ComposeVariantsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path MONITORING = ROOT.resolve("deploy/monitoring");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void a_cluster_has_the_settings_of_a_local_one() throws IOException {
        Home home = new Home(folder, folder.resolve("home"));
        List<String> here = new Kafka(home, new Ports(Ports.DEFAULT_BASE), new Secrets(home), KafkaCluster.ofThree(), 1)
                .settings()
                .lines()
                .toList();
        Map<String, Object> there = map(services("docker-compose.cluster.yml"), "kafka", "environment");

        assertThat(there)
                .containsEntry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka:9093,2@kafka-2:9093,3@kafka-3:9093")
                .hasSizeGreaterThan(8);
        there.forEach((name, value) -> {
            if (!name.equals("KAFKA_CONTROLLER_QUORUM_VOTERS")) {
                String property = name.substring("KAFKA_".length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                assertThat(here).contains(property + "=" + value);
            }
        });
    }

    @Test
    void every_client_in_a_cluster_knows_all_brokers_and_waits_for_them() throws IOException {
        Map<String, Object> services = services("docker-compose.cluster.yml");

        for (String application : List.of("gateway", "case-processor", "teller-processor")) {
            for (String instance : List.of(application, application + "-2")) {
                assertThat(map(services, instance, "environment"))
                        .containsEntry("SPRING_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092,kafka-2:9092,kafka-3:9092");
                assertThat(map(services, instance, "depends_on")).containsOnlyKeys("kafka-2", "kafka-3");
            }
            assertThat(map(services, application + "-2", "networks", "front"))
                    .containsEntry("aliases", List.of(application));
        }
        for (String commandLine : List.of("caseline", "demo")) {
            assertThat(map(services, commandLine, "environment"))
                    .containsEntry("CASELINE_CLIENT_BOOTSTRAP_SERVERS", "kafka:9092,kafka-2:9092,kafka-3:9092");
        }
    }

    @Test
    void no_two_services_publish_the_same_port() throws IOException {
        List<String> ports = new ArrayList<>();
        for (String file : List.of("docker-compose.yml", "docker-compose.cluster.yml")) {
            services(file).values().stream()
                    .map(service -> map(service).get("ports"))
                    .filter(Objects::nonNull)
                    .forEach(list -> ((List<?>) list).forEach(port -> ports.add(port.toString())));
        }

        assertThat(ports).hasSize(16).allMatch(port -> port.startsWith("127.0.0.1:${CASELINE_"));
        assertThat(ports.stream().map(port -> port.replaceAll(".*:-(\\d+)}.*", "$1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void with_an_org_nothing_waits_for_the_sandbox() throws IOException {
        Map<String, Object> services = services("docker-compose.org.yml");

        assertThat(map(services, "case-processor", "depends_on")).containsOnlyKeys("kafka", "registry");
        assertThat(map(services, "case-processor", "environment").get("SPRING_CONFIG_IMPORT"))
                .isEqualTo("configtree:/run/caseline/config/,configtree:/run/org/");
        assertThat(String.valueOf(map(services, "case-processor").get("volumes")))
                .contains("/run/org/caseline.salesforce.client-id", "/run/org/caseline.salesforce.client-secret");
    }

    @Test
    void prometheus_scrapes_each_instance_with_the_token_that_is_made_for_it() throws IOException {
        new ContainerSecrets(new Home(folder, folder.resolve("home")), folder.resolve("out")).write();
        Map<String, Object> configuration = yaml(MONITORING.resolve("prometheus/prometheus.yml"));

        assertThat(list(configuration.get("rule_files")))
                .hasSize(1)
                .allSatisfy(file -> assertThat(MONITORING.resolve("prometheus").resolve(file.toString()))
                        .isRegularFile());
        for (Object job : list(configuration.get("scrape_configs"))) {
            String name = String.valueOf(map(job).get("job_name"));
            Object target = only(map(only(map(job).get("static_configs"))).get("targets"));
            Object second = only(map(only(yamlList(MONITORING.resolve("prometheus/cluster/" + name + ".yml"))))
                    .get("targets"));
            String port = String.valueOf(
                    map(services("docker-compose.yml"), name, "environment").get("SERVER_PORT"));
            assertThat(target).isEqualTo("%s-1:%s".formatted(name, port));
            assertThat(second).isEqualTo("%s-2:%s".formatted(name, port));
            assertThat(map(services("docker-compose.yml"), name, "networks", "front"))
                    .containsEntry("aliases", List.of(name + "-1"));
            String token = String.valueOf(map(map(job), "authorization").get("credentials_file"));
            assertThat(token).startsWith("/run/caseline/");
            assertThat(folder.resolve("out/prometheus").resolve(token.substring("/run/caseline/".length())))
                    .isRegularFile();
        }
        assertThat(list(configuration.get("scrape_configs"))).hasSize(3);
    }

    @Test
    void grafana_finds_its_prometheus_its_dashboard_and_its_password() throws IOException {
        new ContainerSecrets(new Home(folder, folder.resolve("home")), folder.resolve("out")).write();
        Path provisioning = MONITORING.resolve("grafana/provisioning");
        Map<String, Object> source =
                map(only(yaml(provisioning.resolve("datasources/caseline.yml")).get("datasources")));
        Map<String, Object> provider =
                map(only(yaml(provisioning.resolve("dashboards/caseline.yml")).get("providers")));
        Map<String, Object> grafana = map(services("docker-compose.yml"), "grafana", "environment");

        assertThat(source).containsEntry("type", "prometheus").containsEntry("url", "http://prometheus:9090");
        assertThat(map(provider, "options")).containsEntry("path", "/etc/caseline");
        assertThat(grafana)
                .containsEntry("GF_PATHS_PROVISIONING", "/etc/caseline/provisioning")
                .containsEntry("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", "/etc/caseline/caseline.json")
                .containsEntry("GF_SECURITY_ADMIN_PASSWORD__FILE", "/run/caseline/admin-password");
        assertThat(MONITORING.resolve("grafana/caseline.json")).isRegularFile();
        assertThat(folder.resolve("out/grafana/admin-password")).isRegularFile();
    }

    @Test
    void folders_of_this_machine_have_selinux_labels_and_must_exist() throws IOException {
        for (String file : List.of("docker-compose.yml", "docker-compose.cluster.yml", "docker-compose.org.yml")) {
            for (Object service : services(file).values()) {
                for (Object volume : list(map(service).getOrDefault("volumes", List.of()))) {
                    if (volume instanceof Map<?, ?> mount && "bind".equals(mount.get("type"))) {
                        assertThat(mount.get("bind")).isEqualTo(Map.of("selinux", "z", "create_host_path", false));
                        assertThat(mount.get("read_only")).isEqualTo(true);
                    } else {
                        assertThat(volume.toString()).doesNotStartWith(".");
                    }
                }
            }
        }
    }

    @Test
    void the_variants_have_no_image_of_their_own() throws IOException {
        for (String file : Set.of("docker-compose.cluster.yml", "docker-compose.org.yml")) {
            services(file)
                    .forEach(
                            (name, service) -> assertThat(map(service)).as(name).doesNotContainKey("image"));
        }
    }

    private static Map<String, Object> services(String file) throws IOException {
        return map(yaml(ROOT.resolve(file)), "services");
    }

    private static Map<String, Object> yaml(Path file) throws IOException {
        return map(new Yaml().load(Files.readString(file).replace("!override", "")));
    }

    private static List<?> yamlList(Path file) throws IOException {
        return list(new Yaml().load(Files.readString(file)));
    }

    private static Object only(@Nullable Object list) {
        assertThat(list(list)).hasSize(1);
        return list(list).getFirst();
    }

    private static List<?> list(@Nullable Object node) {
        return (List<?>) Objects.requireNonNull(node);
    }

    private static Map<String, Object> map(Map<String, Object> node, String... path) {
        Map<String, Object> found = node;
        for (String step : path) {
            found = map(found.get(step));
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
