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

    private static List<JsonNode> panels() {
        return StreamSupport.stream(DASHBOARD.at("/panels").spliterator(), false)
                .toList();
    }
}
