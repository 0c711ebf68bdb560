package io.caseline.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which request targets reach the filters. */
class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/programs/gobank/customerCare/cases",
                "/programs/gobank/",
                "/a.b/c-d_e~f/..g/...",
                "/a%20b",
                "/%C3%A9",
                "/@:!$&'()*+,="
            })
    void a_canonical_path_passes(String path) {
        assertThat(RequestTarget.defect(path, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "programs",
                "//programs/gobank/customerCare/cases",
                "/programs//gobank",
                "/programs/./gobank",
                "/programs/../programs",
                "/programs/.",
                "/programs/..",
                "/./",
                "/programs;v=1/gobank",
                "/programs/gobank;",
                "/%70rograms",
                "/programs/%2e%2e/x",
                "/a%2fb",
                "/a%5cb",
                "/a\\b",
                "/a%00",
                "/a%0d%0a",
                "/a%",
                "/a%2",
                "/a%zz",
                "/%ff",
                "/%C3",
                "/é"
            })
    void another_spelling_is_refused(String path) {
        assertThat(RequestTarget.defect(path, null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=", "a=b&c=d", "&&", "a=%20+%C3%A9", "a=b=c", "a=%0A", "a=;/?:@"})
    void a_readable_query_string_passes(String query) {
        assertThat(RequestTarget.defect("/", query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "a=%", "%f", "a=%ff", "%C3=1", "=b", "a=1&=2", "a=%00", "%01=a", "a=\u00e9"})
    void a_query_string_that_cannot_be_read_is_refused(String query) {
        assertThat(RequestTarget.defect("/", query)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 5000})
    void more_parameters_than_anybody_needs_are_refused(int count) {
        assertThat(RequestTarget.defect("/", "a=1&".repeat(count) + "b")).isPresent();
        assertThat(RequestTarget.defect("/", "a=1&".repeat(499) + "b")).isEmpty();
    }
}
