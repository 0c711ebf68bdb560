package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caseline.local.docs.MonitoringFiles.Alert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The alert rules for Prometheus: they do what they should, and each has its page in the runbook. */
class AlertsTest {

    private static final String RUNBOOK = "https://caseline.example/";
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `(Caseline\\w+)` \\| (\\w+) \\| [^|]+ \\| (\\w*) ?\\| \\[[^]]+]\\(\\.\\./([^)]+)\\) \\|$");

    static List<Alert> alerts() {
        return MonitoringFiles.alerts();
    }

    @Test
    void there_are_alerts() {
        assertThat(alerts()).hasSizeGreaterThan(15).extracting(Alert::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_says_what_it_means_and_has_its_page_in_the_runbook(Alert alert) {
        assertThat(alert.severity()).isIn("critical", "warning");
        assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "runbook_url");
        String url = Objects.requireNonNull(alert.annotations().get("runbook_url"));
        assertThat(url).startsWith(RUNBOOK + "docs/runbook/");

        String[] page = url.substring(RUNBOOK.length()).split("#", 2);
        Path file = Repository.ROOT.resolve(page[0]);
        assertThat(file).isRegularFile();
        if (page.length == 2) {
            assertThat(DocumentLinksTest.anchors(file)).contains(page[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_is_seen_to_fire_and_not_to_fire(Alert alert) {
        assertThat(MonitoringFiles.testedAlerts().stream()
                        .filter(tested -> tested.getKey().equals(alert.name()))
                        .map(Map.Entry::getValue))
                .contains(true, false);
    }

    @Test
    void the_metrics_page_lists_the_alerts() {
        String page = Repository.read(Repository.ROOT.resolve("docs/reference/metrics.md"));

        assertThat(ROW.matcher(page)
                        .results()
                        .map(row -> Stream.of(1, 2, 3, 4).map(row::group).toList()))
                .containsExactlyElementsOf(alerts().stream()
                        .map(alert -> List.of(
                                alert.name(),
                                alert.severity(),
                                alert.duration(),
                                Objects.requireNonNull(alert.annotations().get("runbook_url"))
                                        .substring((RUNBOOK + "docs/").length())))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "test"})
    void promtool_accepts_the_rules(String verb) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool, of the package prometheus, is not installed");
        Path file = verb.equals("check") ? MonitoringFiles.RULES : MonitoringFiles.RULE_TESTS;

        Process promtool = new ProcessBuilder("promtool", verb, "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = output(promtool);

        assertThat(promtool.waitFor()).as(output).isZero();
        assertThat(output).contains("SUCCESS");
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
