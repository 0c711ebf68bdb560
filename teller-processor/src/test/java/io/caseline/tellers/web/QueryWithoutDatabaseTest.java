package io.caseline.tellers.web;

import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A query that needs an unavailable database gets a problem detail that the caller can act on. */
class QueryWithoutDatabaseTest {
    private final MockMvc http = MockMvcBuilders.standaloneSetup(new Query())
            .setControllerAdvice(new ApiErrorHandler())
            .build();

    @RestController
    static final class Query {
        private final JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));

        @GetMapping("/query")
        int query() {
            return jdbc.sql("select 1").query(Integer.class).single();
        }

        @GetMapping("/defect")
        int defect() {
            return Integer.parseInt("secret");
        }
    }

    @Test
    void an_unavailable_database_is_a_503_without_details_of_the_database() throws Exception {
        http.perform(get("/query"))
                .andExpect(status().isServiceUnavailable())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(content().string(not(containsStringIgnoringCase("sql"))))
                .andExpect(content().string(not(containsStringIgnoringCase("connection"))));
    }

    @Test
    void any_other_failure_is_a_500_without_its_message() throws Exception {
        http.perform(get("/defect"))
                .andExpect(status().isInternalServerError())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(content().string(not(containsStringIgnoringCase("secret"))));
    }
}
