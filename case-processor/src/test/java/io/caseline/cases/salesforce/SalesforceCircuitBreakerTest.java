package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SalesforceCircuitBreakerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong();
    private final SalesforceCircuitBreaker breaker = breaker();

    @Test
    void all_calls_pass_until_one_fails_and_then_none() {
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.CALL);
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.CALL);
        breaker.failed(Permit.CALL, "UNREACHABLE");

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.code()).isEqualTo("UNREACHABLE");
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.DENIED);
        assertThat(meters.get("caseline.salesforce.held").gauge().value()).isEqualTo(1);
    }

    @Test
    void after_a_pause_one_call_probes_and_its_success_lets_all_pass() {
        breaker.failed(Permit.CALL, "UNREACHABLE");
        advance(Duration.ofSeconds(2));
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.DENIED);
        breaker.succeeded(Permit.PROBE);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.code()).isEmpty();
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.CALL);
        assertThat(meters.get("caseline.salesforce.held").gauge().value()).isZero();
    }

    @Test
    void the_code_of_a_hold_is_a_metric_as_long_as_it_lasts() {
        breaker.failed(Permit.CALL, "UNREACHABLE");
        advance(Duration.ofSeconds(2));
        breaker.failed(breaker.tryAcquire(), "TIME_OUT");

        assertThat(meters.get("caseline.salesforce.hold").gauges())
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.getId().getTag("code")).isEqualTo("TIME_OUT"));

        advance(Duration.ofSeconds(5));
        breaker.succeeded(breaker.tryAcquire());
        assertThat(meters.find("caseline.salesforce.hold").gauges()).isEmpty();
    }

    @Test
    void pauses_grow_with_each_failed_probe_and_start_anew_after_a_success() {
        breaker.failed(Permit.CALL, "UNREACHABLE");
        for (int probe = 0; probe < 8; probe++) {
            advance(Duration.ofMinutes(1));
            assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
            breaker.failed(Permit.PROBE, "UNREACHABLE");
        }
        advance(Duration.ofSeconds(14));
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.DENIED);
        advance(Duration.ofSeconds(17));
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
        breaker.succeeded(Permit.PROBE);
        breaker.failed(Permit.CALL, "UNREACHABLE");

        advance(Duration.ofSeconds(2));
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
    }

    @Test
    void calls_that_began_before_the_hold_say_nothing_more() {
        breaker.failed(Permit.CALL, "UNREACHABLE");
        breaker.failed(Permit.CALL, "TIME_OUT");
        assertThat(breaker.code()).isEqualTo("UNREACHABLE");
        breaker.succeeded(Permit.CALL);
        assertThat(breaker.state()).isEqualTo(State.OPEN);

        advance(Duration.ofSeconds(2));
        assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
        breaker.failed(Permit.CALL, "TIME_OUT");
        breaker.succeeded(Permit.CALL);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        breaker.giveBack(Permit.CALL);
        assertThat(breaker.tryAcquire()).as("the probe is still under way").isEqualTo(Permit.DENIED);
    }

    @Test
    void a_probe_that_was_not_made_can_be_made_by_another_call() {
        breaker.failed(Permit.CALL, "UNREACHABLE");
        advance(Duration.ofSeconds(2));
        breaker.giveBack(breaker.tryAcquire());

        assertThat(breaker.tryAcquire()).isEqualTo(Permit.PROBE);
    }

    @Test
    void health_stays_up_and_says_since_when_and_why(CapturedOutput output) {
        breaker.failed(Permit.CALL, "SIGN_IN_HTTP_302");
        advance(Duration.ofSeconds(2));
        breaker.failed(breaker.tryAcquire(), "SIGN_IN_HTTP_302");

        assertThat(breaker.health().getStatus()).isEqualTo(Status.UP);
        assertThat(breaker.health().getDetails())
                .containsEntry("state", "OPEN")
                .containsEntry("code", "SIGN_IN_HTTP_302")
                .containsEntry("since", NOW);
        assertThat(output.getOut().lines().filter(line -> line.contains("held: SIGN_IN_HTTP_302")))
                .as("logged once")
                .hasSize(1);
    }

    private SalesforceCircuitBreaker breaker() {
        SalesforceSettings settings = Settings.of(Map.of("client-secret", "s3cret"));
        CallBudget budget = new CallBudget(settings, meters);
        SalesforceApi none = new NoOrg();
        OrgCheck check = new OrgCheck(
                new ApiCalls(new Session(none, new ClientCredentials(settings), settings), budget, meters),
                none,
                settings,
                new MappingSettings(Map.of(), Map.of(), Map.of(), TooLong.CUT),
                new SnapshotFields(),
                InstantSource.fixed(NOW));
        return new SalesforceCircuitBreaker(settings, budget, check, InstantSource.fixed(NOW), clock::get, meters);
    }

    private void advance(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
