package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.FOLDER;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** Metrics, alerts, and what is scaled by them. */
class MonitoringTest {

    private static final Path RULES = Path.of("..", "deploy/monitoring/prometheus/caseline-rules.yml");
    private static final Path RESOURCE = FOLDER.resolve("components/prometheus-operator/rules.yaml");
    private static final boolean WRITE = Boolean.getBoolean("caseline.docs.write");

    @SuppressWarnings("unused") // of the parameterized test
    static final List<String> APPLICATIONS = Manifests.APPLICATIONS;

    private final Manifests manifests = Manifests.of("production");

    @Test
    void the_alert_rules_are_those_of_the_monitoring_folder() throws Exception {
        if (WRITE) {
            String resource = Kustomizer.read(RESOURCE);
            String rules = Kustomizer.read(RULES);
            Files.writeString(
                    RESOURCE,
                    resource.substring(0, resource.indexOf("  groups:"))
                            + rules.substring(rules.indexOf("groups:")).replaceAll("(?m)^(?=.)", "  "));
        }

        assertThat(Kustomizer.documents(RESOURCE).getFirst().at("/spec/groups"))
                .isEqualTo(Kustomizer.documents(RULES).getFirst().at("/groups"));
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void the_metrics_of_an_application_are_a_job_of_its_name(String application) {
        JsonNode monitor = manifests.one("PodMonitor", "caseline").at("/spec");
        JsonNode labels = manifests.one("Deployment", application).at("/spec/template/metadata/labels");

        assertThat(text(monitor, "/jobLabel")).isEqualTo("app.kubernetes.io/name");
        assertThat(text(labels, "/app.kubernetes.io~1name")).isEqualTo(application);
        assertThat(text(labels, "/app.kubernetes.io~1part-of"))
                .isEqualTo(text(monitor, "/selector/matchLabels/app.kubernetes.io~1part-of"));
        assertThat(monitor.at("/selector/matchExpressions/0/values")
                        .valueStream()
                        .map(JsonNode::asString))
                .contains(application);
        assertThat(text(monitor, "/podMetricsEndpoints/0/port"))
                .isEqualTo(text(manifests.container(application), "/ports/0/name"));
    }

    @Test
    void scaling_reads_metrics_that_there_are() {
        String page = Kustomizer.read(Path.of("..", "docs/reference/metrics.md"));

        assertThat(manifests
                        .all("ScaledObject")
                        .flatMap(scaled -> scaled.at("/spec/triggers").valueStream())
                        .filter(trigger -> text(trigger, "/type").equals("prometheus"))
                        .flatMap(trigger -> Pattern.compile("caseline_\\w+")
                                .matcher(text(trigger, "/metadata/query"))
                                .results())
                        .map(metric -> "`" + metric.group() + "`"))
                .hasSize(2)
                .allSatisfy(metric -> assertThat(page).contains(metric));
    }

    @ParameterizedTest
    @CsvSource({"teller-processor, commands-concurrency", "case-processor, concurrency"})
    void every_instance_gets_partitions(String application, String setting) {
        Matcher concurrency = Pattern.compile("(?m)^ +" + setting + ": (\\d+)")
                .matcher(Kustomizer.read(Path.of("..", application, "src/main/resources/application.yml")));
        assertThat(concurrency.find()).isTrue();

        assertThat(manifests
                                .one("ScaledObject", application)
                                .at("/spec/maxReplicaCount")
                                .intValue()
                        * Integer.parseInt(concurrency.group(1)))
                .isBetween(1, Topic.PARTITIONS);
    }
}
