package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/metrics.md} has every metric that the applications register, and no other. */
class MetricsPageTest {

    private static final Pattern REGISTERED =
            Pattern.compile("(?:builder|counter|timer|summary|gauge)\\(\\s*(?:\\w+,\\s*)?\"(caseline\\.[a-z.]+)\"");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| `(caseline_[a-z_]+)");
    private static final Pattern SUFFIX = Pattern.compile("_(?:total|seconds)$");
    private static final Pattern SUFFIX_OF_A_PART = Pattern.compile("(?:_seconds)?_(?:count|sum|bucket|max)$");

    @Test
    void every_metric_is_listed() {
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(registered());
    }

    @Test
    void every_metric_that_another_document_names_exists() {
        Pattern named = Pattern.compile("`(caseline_[a-z_]+)");
        Set<String> registered = registered();
        List<String> unknown = new ArrayList<>();
        for (Path document : Repository.documents()) {
            named.matcher(Repository.read(document))
                    .results()
                    .map(metric -> metric.group(1))
                    .filter(metric -> !exists(metric, registered))
                    .forEach(metric -> unknown.add(Repository.ROOT.relativize(document) + ": " + metric));
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void every_metric_of_the_alerts_and_the_dashboard_exists() {
        Set<String> registered = registered();

        assertThat(MonitoringFiles.metrics())
                .filteredOn(metric -> metric.startsWith("caseline_"))
                .hasSizeGreaterThan(20)
                .allMatch(metric -> exists(metric, registered));
    }

    private static boolean exists(String metric, Set<String> registered) {
        return registered.contains(SUFFIX.matcher(metric).replaceAll(""))
                || registered.contains(SUFFIX_OF_A_PART.matcher(metric).replaceAll(""));
    }

    private static Set<String> listed() {
        String page = Repository.read(Repository.ROOT.resolve("docs/reference/metrics.md"));
        return LISTED.matcher(page)
                .results()
                .map(metric -> SUFFIX.matcher(metric.group(1)).replaceAll(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> registered() {
        return Repository.sources().stream()
                .flatMap(source -> REGISTERED.matcher(Repository.read(source)).results())
                .map(metric -> metric.group(1).replace('.', '_'))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
