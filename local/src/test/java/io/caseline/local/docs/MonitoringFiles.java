package io.caseline.local.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alert rules for Prometheus and the dashboard for Grafana, and the metrics that their queries name. */
public final class MonitoringFiles {

    static final Path RULES = Repository.ROOT.resolve("deploy/monitoring/prometheus/caseline-rules.yml");
    static final Path RULE_TESTS = Repository.ROOT.resolve("deploy/monitoring/prometheus/caseline-rules-test.yml");

    private static final Path DASHBOARD = Repository.ROOT.resolve("deploy/monitoring/grafana/caseline.json");
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern NOT_A_METRIC =
            Pattern.compile("\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|ignoring|on) *\\([^)]*\\)|\\b\\d\\w*");
    private static final Set<String> KEYWORDS = Set.of(
            "sum",
            "max",
            "min",
            "rate",
            "increase",
            "changes",
            "max_over_time",
            "histogram_quantile",
            "absent",
            "label_replace",
            "and",
            "or",
            "unless",
            "offset");

    private MonitoringFiles() {}

    /** @param duration how long the condition has to hold; empty: not at all */
    record Alert(String name, String expression, String duration, String severity, Map<String, String> annotations) {}

    static List<Alert> alerts() {
        return rules().filter(rule -> rule.containsKey("alert"))
                .map(rule -> new Alert(
                        text(rule, "alert"),
                        text(rule, "expr"),
                        rule.containsKey("for") ? text(rule, "for") : "",
                        text(map(rule.get("labels")), "severity"),
                        texts(map(rule.get("annotations")))))
                .toList();
    }

    /** Names of the tested alerts, each once for each time at which it is tested, with whether it has to fire then. */
    static List<Map.Entry<String, Boolean>> testedAlerts() {
        return list(yaml(RULE_TESTS).get("tests"))
                .flatMap(test ->
                        test.containsKey("alert_rule_test") ? list(test.get("alert_rule_test")) : Stream.empty())
                .map(test -> Map.entry(text(test, "alertname"), test.containsKey("exp_alerts")))
                .toList();
    }

    static JsonNode dashboard() {
        return JsonMapper.shared().readTree(Repository.read(DASHBOARD));
    }

    /** The metrics that rules and dashboard read. Not what Prometheus adds, and what the rules record. */
    public static Set<String> metrics() {
        Set<String> metrics = new TreeSet<>();
        rules().forEach(rule -> metrics.addAll(metricsOf(text(rule, "expr"))));
        queries(dashboard()).forEach(query -> metrics.addAll(metricsOf(query)));
        metrics.removeIf(metric -> metric.contains(":"));
        metrics.removeAll(Set.of("up", "ALERTS"));
        return metrics;
    }

    static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.at("/panels")) {
            panel.at("/targets")
                    .forEach(target -> queries.add(target.at("/expr").asString()));
        }
        for (JsonNode annotation : dashboard.at("/annotations/list")) {
            queries.add(annotation.at("/expr").asString());
        }
        StreamSupport.stream(dashboard.at("/templating/list").spliterator(), false)
                .filter(variable -> variable.at("/type").asString().equals("query"))
                .map(variable -> variable.at("/definition").asString())
                .map(query -> query.replaceAll(".*=~\"([^\"]*)\".*", "$1").replace('|', ' '))
                .forEach(queries::add);
        return queries;
    }

    /** What an alert reads: metrics, also those behind what a rule records for it. */
    static Set<String> alarmedMetrics(Alert alert) {
        Set<String> metrics = new TreeSet<>();
        for (String metric : metricsOf(alert.expression())) {
            List<String> recorded = rules().filter(rule -> metric.equals(rule.get("record")))
                    .flatMap(rule -> metricsOf(text(rule, "expr")).stream())
                    .toList();
            metrics.addAll(recorded.isEmpty() ? List.of(metric) : recorded);
        }
        return metrics;
    }

    static List<String> metricsOf(String query) {
        return METRIC.matcher(NOT_A_METRIC.matcher(query).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .filter(name -> !KEYWORDS.contains(name))
                .toList();
    }

    private static Stream<Map<?, ?>> rules() {
        return list(yaml(RULES).get("groups")).flatMap(group -> list(group.get("rules")));
    }

    private static Map<?, ?> yaml(Path file) {
        return map(new Yaml().load(Repository.read(file)));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static Stream<Map<?, ?>> list(@Nullable Object value) {
        return ((List<?>) Objects.requireNonNull(value)).stream().map(MonitoringFiles::map);
    }

    private static String text(Map<?, ?> map, String key) {
        return String.valueOf(Objects.requireNonNull(map.get(key), key));
    }

    private static Map<String, String> texts(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }
}
