package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceParentTest {
    private static final String GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void a_given_trace_is_kept() {
        assertThat(TraceParent.of(GIVEN).value()).isEqualTo(GIVEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-nonsense",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            })
    void a_broken_one_is_replaced(String given) {
        String made = TraceParent.of(given).value();
        assertThat(made).isNotEqualTo(given).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(TraceParent.of(given).value()).isNotEqualTo(made);
    }

    @Test
    void it_goes_from_a_command_to_its_event() {
        Headers command = new RecordHeaders();
        TraceParent.of(GIVEN).addTo(command);
        Headers event = new RecordHeaders();
        TraceParent.of(command).orElseThrow().addToEvent(event);

        assertThat(text(event, "traceparent")).isEqualTo(GIVEN);
        assertThat(text(event, "ce_traceparent")).isEqualTo(GIVEN);
    }

    @Test
    void a_record_without_a_trace_has_none() {
        assertThat(TraceParent.of(new RecordHeaders())).isEmpty();
        assertThat(TraceParent.of(new RecordHeaders().add("traceparent", null))).isEmpty();
        assertThat(TraceParent.of(new RecordHeaders().add("traceparent", "x".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void what_is_logged_meanwhile_carries_the_trace_id() {
        List<String> logged = new ArrayList<>();
        TraceParent.of(GIVEN).withTraceId(() -> logged.add(MDC.get("traceId")));
        assertThat(logged).containsExactly("0af7651916cd43dd8448eb211c80319c");
        assertThat(MDC.get("traceId")).isNull();
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
