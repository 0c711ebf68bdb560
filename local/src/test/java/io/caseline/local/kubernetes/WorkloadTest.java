package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.APPLICATIONS;
import static io.caseline.local.kubernetes.Manifests.OVERLAYS;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The pods of each application: they find what they look for, and Kubernetes finds them where they are. */
class WorkloadTest {

    private static final Pattern MOUNTED = Pattern.compile("/run/caseline/([a-z/.-]*[a-z])");
    private static final Pattern SHUTDOWN = Pattern.compile("timeout-per-shutdown-phase: (\\d+)s");

    static Stream<Arguments> pods() {
        return OVERLAYS.stream().flatMap(overlay -> APPLICATIONS.stream().map(name -> Arguments.of(overlay, name)));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void the_ports_are_those_where_the_application_listens(String overlay, String name) {
        Manifests manifests = Manifests.of(overlay);
        Map<String, String> environment = manifests.environment(name);
        Map<String, String> listens = new TreeMap<>(Map.of("http", environment.get("SERVER_PORT")));
        if (name.equals("case-processor")) {
            listens.put("operations", environment.get("CASELINE_OPERATIONS_PORT"));
            assertThat(environment).containsEntry("CASELINE_OPERATIONS_ADDRESS", "0.0.0.0");
        }

        assertThat(ports(manifests, name)).isEqualTo(listens);
        assertThat(environment).containsEntry("SERVER_ADDRESS", "0.0.0.0");
        assertThat(manifests
                        .all("Service")
                        .filter(service -> text(service, "/spec/selector/app.kubernetes.io~1name")
                                .equals(name))
                        .flatMap(service -> service.at("/spec/ports").valueStream())
                        .map(port -> text(port, "/targetPort") + " " + text(port, "/port")))
                .containsExactlyInAnyOrderElementsOf(listens.entrySet().stream()
                        .map(port -> port.getKey() + " " + port.getValue())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("pods")
    void the_probes_ask_the_health_groups(String overlay, String name) {
        JsonNode container = Manifests.of(overlay).container(name);

        Map.of("startupProbe", "liveness", "livenessProbe", "liveness", "readinessProbe", "readiness")
                .forEach((probe, group) -> assertThat(container.at("/" + probe + "/httpGet"))
                        .as(probe)
                        .isEqualTo(JsonMapper.shared()
                                .createObjectNode()
                                .put("path", "/actuator/health/" + group)
                                .put("port", "http")));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void a_pod_may_live_until_its_application_has_stopped(String overlay, String name) throws Exception {
        Manifests manifests = Manifests.of(overlay);
        JsonNode pod = manifests.one("Deployment", name).at("/spec/template/spec");
        Duration drain =
                Duration.parse("PT" + manifests.environment(name).getOrDefault("CASELINE_SHUTDOWN_DRAIN", "0s"));
        Matcher shutdown =
                SHUTDOWN.matcher(Files.readString(Path.of("..", name).resolve("src/main/resources/application.yml")));
        Duration phase = Duration.ofSeconds(shutdown.find() ? Long.parseLong(shutdown.group(1)) : 30);

        assertThat(drain).isPositive();
        assertThat(Duration.ofSeconds(pod.at("/terminationGracePeriodSeconds").longValue()))
                .isGreaterThanOrEqualTo(drain.plus(phase).plusSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void a_pod_has_no_rights_that_it_does_not_need(String overlay, String name) {
        JsonNode deployment = Manifests.of(overlay).one("Deployment", name);
        JsonNode pod = deployment.at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");

        assertThat(pod.at("/containers")).hasSize(1);
        assertThat(pod.at("/automountServiceAccountToken").booleanValue()).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").intValue()).isEqualTo(10001);
        assertThat(text(pod, "/securityContext/seccompProfile/type")).isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").booleanValue(true))
                .isFalse();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue())
                .isTrue();
        assertThat(text(container, "/securityContext/capabilities/drop/0")).isEqualTo("ALL");
        assertThat(text(container, "/resources/limits/memory"))
                .isEqualTo(text(container, "/resources/requests/memory"));
        assertThat(text(container, "/image")).matches(".+/%s:[^:]+".formatted(name));
    }

    @ParameterizedTest
    @MethodSource("pods")
    void what_selects_pods_selects_these(String overlay, String name) {
        Manifests manifests = Manifests.of(overlay);
        ObjectNode deployment = manifests.one("Deployment", name);

        Stream.concat(
                        Stream.of(
                                deployment.at("/spec/selector/matchLabels"),
                                deployment.at("/spec/template/metadata/labels"),
                                manifests.one("PodDisruptionBudget", name).at("/spec/selector/matchLabels")),
                        deployment
                                .at("/spec/template/spec/topologySpreadConstraints")
                                .valueStream()
                                .map(constraint -> constraint.at("/labelSelector/matchLabels")))
                .forEach(labels ->
                        assertThat(text(labels, "/app.kubernetes.io~1name")).isEqualTo(name));
        assertThat(deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").intValue(-1))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("pods")
    void every_file_that_a_setting_names_is_mounted(String overlay, String name) {
        Manifests manifests = Manifests.of(overlay);
        List<String> mounted = items(manifests, name)
                .map(item -> text(item, "/path"))
                .filter(path -> !path.startsWith("config/"))
                .toList();

        assertThat(manifests.environment(name).values().stream()
                        .flatMap(value -> MOUNTED.matcher(value).results())
                        .map(file -> file.group(1))
                        .filter(file -> !file.equals("config")))
                .containsExactlyInAnyOrderElementsOf(mounted);
        assertThat(text(manifests.container(name), "/volumeMounts/0/mountPath")).isEqualTo("/run/caseline");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void the_secret_store_has_each_secret_and_no_other(String overlay, String name) {
        Manifests manifests = Manifests.of("production");

        assertThat(manifests
                        .one("ExternalSecret", name + "-secrets")
                        .at("/spec/data")
                        .valueStream()
                        .map(entry -> text(entry, "/secretKey")))
                .containsExactlyInAnyOrderElementsOf(secrets(Manifests.of(overlay), name)
                        .filter(secret -> text(secret, "/name").equals(name + "-secrets"))
                        .flatMap(secret -> secret.at("/items").valueStream())
                        .map(item -> text(item, "/key"))
                        .distinct()
                        .toList());
        assertThat(secrets(manifests, name).map(secret -> text(secret, "/name")))
                .containsExactly(
                        name + "-secrets",
                        Manifests.name(manifests.one("KafkaUser", name)),
                        Manifests.name(manifests.all("Kafka").findFirst().orElseThrow()) + "-cluster-ca-cert");
    }

    @ParameterizedTest
    @MethodSource("pods")
    void a_service_that_a_setting_names_may_be_called(String overlay, String name) {
        Manifests manifests = Manifests.of(overlay);
        List<String> called = new ArrayList<>();
        manifests.environment(name).values().stream()
                .flatMap(value -> Pattern.compile("http://([a-z-]+):(\\d+)")
                        .matcher(value)
                        .results())
                .forEach(url -> {
                    called.add(url.group(1));
                    assertThat(ports(manifests, url.group(1))).containsEntry("http", url.group(2));
                    assertThat(peers(manifests, name, "egress", "to", url.group(2)))
                            .contains(url.group(1));
                    assertThat(peers(manifests, url.group(1), "ingress", "from", url.group(2)))
                            .contains(name);
                });

        assertThat(called).hasSize(name.equals("gateway") ? 2 : name.equals("case-processor") ? 1 : 0);
    }

    /** Names of the applications that a policy lets talk on a port. */
    private static List<String> peers(Manifests manifests, String name, String direction, String peers, String port) {
        return manifests
                .one("NetworkPolicy", name)
                .at("/spec/" + direction)
                .valueStream()
                .filter(rule -> text(rule, "/ports/0/port").equals(port))
                .flatMap(rule -> rule.at("/" + peers).valueStream())
                .map(peer -> text(peer, "/podSelector/matchLabels/app.kubernetes.io~1name"))
                .toList();
    }

    private static Map<String, String> ports(Manifests manifests, String name) {
        Map<String, String> ports = new TreeMap<>();
        manifests
                .container(name)
                .at("/ports")
                .forEach(port -> ports.put(text(port, "/name"), text(port, "/containerPort")));
        return ports;
    }

    private static Stream<JsonNode> items(Manifests manifests, String name) {
        return secrets(manifests, name).flatMap(secret -> secret.at("/items").valueStream());
    }

    private static Stream<JsonNode> secrets(Manifests manifests, String name) {
        return manifests
                .one("Deployment", name)
                .at("/spec/template/spec/volumes/0/projected/sources")
                .valueStream()
                .map(source -> source.at("/secret"));
    }
}
