package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dashboard for Grafana. That its metrics exist is for the end-to-end test of all services to show. */
class DashboardTest {

    private static final JsonNode DASHBOARD = MonitoringFiles.dashboard();

    /** Units for something in a second. */
    private static final Set<String> RATES = Set.of("reqps", "cps", "ops");

    /** Legends of which there are more than three. */
    private static final Set<String> MANY = Set.of(
            "{{operation}} {{status}}",
            "{{program}} {{code}}",
            "{{kind}} {{outcome}}",
            "{{kind}}, mean",
            "{{code}}",
            "{{type}}",
            "{{reason}}",
            "{{job}} {{listener}}",
            "{{job}} {{instance}}",
            "{{job}} {{instance}}, used");

    @Test
    void it_names_no_data_source_of_its_own() {
        List<JsonNode> dataSources = DASHBOARD.findValues("datasource");

        assertThat(dataSources)
                .hasSizeGreaterThan(50)
                .allSatisfy(dataSource ->
                        assertThat(dataSource.at("/uid").asString()).isEqualTo("${datasource}"));
        assertThat(DASHBOARD.at("/templating/list/0/type").asString()).isEqualTo("datasource");
        assertThat(DASHBOARD.at("/templating/list").findValuesAsString("name"))
                .containsExactly("datasource", "instance", "program");
    }

    @Test
    void each_panel_has_a_number_a_title_and_a_query() {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : panels()) {
            ids.add(panel.at("/id").asInt());
            assertThat(panel.at("/title").asString()).isNotBlank();
            if (!panel.at("/type").asString().equals("row")) {
                assertThat(panel.at("/targets").size())
                        .as(panel.at("/title").asString())
                        .isPositive();
            }
        }

        assertThat(ids).hasSizeGreaterThan(30).doesNotHaveDuplicates();
    }

    @Test
    void panels_fit_into_the_grid_and_do_not_overlap() {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.at("/gridPos");
            int left = place.at("/x").asInt();
            assertThat(left + place.at("/w").asInt()).isBetween(1, 24);
            for (int x = left; x < left + place.at("/w").asInt(); x++) {
                for (int y = place.at("/y").asInt();
                        y < place.at("/y").asInt() + place.at("/h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as(panel.at("/title").asString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void each_variable_limits_a_query() {
        assertThat(MonitoringFiles.queries(DASHBOARD))
                .anyMatch(query -> query.contains("program=~\"$program\""))
                .anyMatch(query -> query.contains("instance=~\"$instance\""));
    }

    @Test
    void each_alert_has_a_panel_that_shows_its_metrics() {
        Set<String> shown = new HashSet<>();
        MonitoringFiles.queries(DASHBOARD).forEach(query -> shown.addAll(MonitoringFiles.metricsOf(query)));

        assertThat(MonitoringFiles.alerts())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(MonitoringFiles.alarmedMetrics(alert))
                        .as(alert.name())
                        .isNotEmpty()
                        .isSubsetOf(shown));
    }

    @Test
    void the_unit_of_an_axis_is_that_of_its_queries() {
        for (JsonNode panel : charts()) {
            String unit = panel.at("/fieldConfig/defaults/unit").asString();
            List<JsonNode> overrides =
                    panel.at("/fieldConfig/overrides").valueStream().toList();
            for (JsonNode target : panel.at("/targets")) {
                boolean ownAxis = overrides.stream()
                        .filter(override ->
                                override.at("/properties").toString().contains("axisPlacement"))
                        .anyMatch(override -> override.at("/matcher/options").equals(target.at("/refId")));
                assertThat(RATES.contains(unit) && !ownAxis)
                        .as("%s: %s", panel.at("/title").asString(), target.at("/expr"))
                        .isEqualTo(isRate(target.at("/expr").asString()));
            }
        }
    }

    /** The legend of a chart takes a third of its height, or a half of its width: three rows, or eleven in a wide one. */
    @Test
    void a_legend_with_many_rows_has_the_place_for_them() {
        for (JsonNode panel : charts()) {
            JsonNode legend = panel.at("/options/legend");
            String title = panel.at("/title").asString();
            int width = panel.at("/gridPos/w").asInt();
            if (legend.at("/placement").asString().equals("right")) {
                assertThat(width).as(title).isGreaterThanOrEqualTo(12);
                assertThat(legend.at("/displayMode").asString()).as(title).isEqualTo("table");
                continue;
            }
            boolean table = legend.at("/displayMode").asString().equals("table");
            assertThat(table && width < 6).as(title).isFalse();
            assertThat(legend.at("/calcs").isEmpty()).as(title).isNotEqualTo(table);
            assertThat(table
                            && panel.at("/targets").findValuesAsString("legendFormat").stream()
                                    .anyMatch(MANY::contains))
                    .as(title)
                    .isFalse();
        }
    }

    /** A failure of a minute is one point, and its line is as long as nothing. Zeros alone make an axis up to 100. */
    @Test
    void a_chart_shows_single_points_and_no_scale_that_it_does_not_need() {
        assertThat(charts()).isNotEmpty().allSatisfy(panel -> {
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            assertThat(defaults.at("/custom/showPoints").asString())
                    .as(panel.at("/title").asString())
                    .isEqualTo("auto");
            assertThat(defaults.at(defaults.has("max") ? "/max" : "/custom/axisSoftMax")
                            .asDouble())
                    .as(panel.at("/title").asString())
                    .isBetween(0.01, 1.0);
        });
    }

    /** A stack goes on where one of its series has ended, and its uppermost line has the colour of a zero. */
    @Test
    void series_that_come_and_go_are_not_stacked() {
        assertThat(charts().stream()
                        .filter(panel -> !panel.at("/fieldConfig/defaults/custom/stacking/mode")
                                .asString()
                                .equals("none"))
                        .map(panel -> panel.at("/title").asString()))
                .containsExactly("Submissions of open replays");
    }

    /** Without a value Grafana takes the first colour of the thresholds, which is green. */
    @Test
    void a_number_that_nobody_reports_is_not_green() {
        assertThat(panels())
                .filteredOn(panel -> panel.at("/type").asString().equals("stat"))
                .isNotEmpty()
                .allSatisfy(panel -> {
                    JsonNode nothing = panel.at("/fieldConfig/defaults/mappings")
                            .valueStream()
                            .filter(mapping ->
                                    mapping.at("/options/match").asString().equals("null+nan"))
                            .findFirst()
                            .orElseThrow()
                            .at("/options/result");
                    assertThat(nothing.at("/text").asString()).isEqualTo("No instance");
                    assertThat(nothing.at("/color").asString()).isEqualTo("#8e8e8e");
                });
    }

    private static boolean isRate(String query) {
        return query.contains("_pace{")
                || (query.contains("rate(") && !query.contains(" / ") && !query.contains("histogram_quantile"));
    }

    private static List<JsonNode> charts() {
        return panels().stream()
                .filter(panel -> panel.at("/type").asString().equals("timeseries"))
                .toList();
    }

    private static List<JsonNode> panels() {
        return StreamSupport.stream(DASHBOARD.at("/panels").spliterator(), false)
                .toList();
    }
}
