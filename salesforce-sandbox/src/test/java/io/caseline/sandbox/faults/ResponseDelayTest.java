package io.caseline.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ResponseDelayTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    @Test
    void a_response_is_delayed_by_the_latency_and_more_for_each_record() {
        Faults faults = JSON.readValue("{\"latency\": 100, \"latencyPerRecord\": 2.5}", Faults.class);

        assertThat(faults.delay(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(faults.delay(200)).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void without_faults_no_response_is_delayed() {
        assertThat(Faults.NONE.delay(200)).isZero();
    }
}
