package io.caseline.cases.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the log says of an error of this application. */
class CallFailureTest {

    @Test
    void a_trace_names_classes_and_lines_and_quotes_no_message() {
        RuntimeException e = new IllegalStateException("Jane Doe", new IllegalArgumentException("Where is my card?"));

        assertThat(CallFailure.traceOf(e))
                .contains("java.lang.IllegalStateException", "Caused by: java.lang.IllegalArgumentException")
                .contains("at io.caseline.cases.faults.CallFailureTest.")
                .doesNotContain("Jane", "card");
        assertThat(CallFailure.internalCode(e)).isEqualTo("INTERNAL_IllegalStateException");
    }
}
