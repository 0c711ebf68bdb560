package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Out of the box a tenth of the calls is reserved, and the others are spread over six hours. */
class CallBudgetTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong();
    private final CallBudget budget =
            new CallBudget(Settings.of(Map.of("client-secret", "s3cret")), meters, clock::get);

    @Test
    void before_the_first_answer_nothing_is_known_and_no_call_waits() {
        budget.read(null);
        budget.read("something else");

        assertThatCode(budget::check).doesNotThrowAnyException();
        assertThat(taken(10_000)).isEqualTo(10_000);
        assertThat(gauge("left")).isNaN();
        assertThat(gauge("pace")).isNaN();
        assertThat(budget.details()).isEmpty();
    }

    @Test
    void every_answer_says_how_many_calls_are_left() {
        budget.read("api-usage=18/5000");
        assertThat(gauge("left")).isEqualTo(4982);
        budget.read("per-app-api-usage=17/250(appName=caseline); api-usage=25/5000");
        assertThat(gauge("left")).isEqualTo(4975);
        assertThat(gauge("max")).isEqualTo(5000);
    }

    @Test
    void the_reserve_is_left_to_the_orgs_other_users() {
        budget.read("api-usage=4499/5000");
        assertThatCode(budget::check).doesNotThrowAnyException();
        budget.read("api-usage=4500/5000");
        assertThatThrownBy(budget::check).hasMessageContaining("QUOTA_RESERVE_REACHED");
        Instant next = Instant.parse("2026-01-01T00:05:00Z");
        budget.lookAgainAt(next);
        assertThat(budget.details())
                .containsEntry("callsLeft", 500L)
                .containsEntry("callsReserved", 500L)
                .containsEntry("heldAtLeastUntil", next);

        budget.update(501, 5000);
        assertThatCode(budget::check).doesNotThrowAnyException();
        assertThat(budget.details()).doesNotContainKey("heldAtLeastUntil");
    }

    @Test
    void replays_leave_another_fifth_to_live_traffic() {
        assertThat(budget.allowsReplays()).isTrue();
        budget.read("api-usage=3499/5000");
        assertThat(budget.allowsReplays()).isTrue();
        budget.read("api-usage=3500/5000");
        assertThat(budget.allowsReplays()).isFalse();
        assertThatCode(budget::check).doesNotThrowAnyException();
    }

    @Test
    void a_refused_call_counts_more_than_the_count() {
        budget.read("api-usage=10/5000");
        budget.exhausted();

        assertThatThrownBy(budget::check).hasMessageContaining("QUOTA_RESERVE_REACHED");
        assertThat(gauge("left")).isZero();
    }

    @Test
    void the_pace_spreads_what_is_left_over_the_horizon() {
        budget.update(31_600, 100_000); // less the reserve: 21,600 in six hours
        assertThat(gauge("pace")).isEqualTo(1);

        budget.update(13_600, 100_000);
        assertThat(gauge("pace")).isBetween(0.16, 0.17);
    }

    @Test
    void bursts_pass_until_the_pace_binds_and_then_calls_come_at_the_pace() {
        budget.update(31_600, 100_000);
        assertThat(taken(1_000)).as("five minutes' worth").isEqualTo(300);
        assertThat(budget.isLimiting()).isTrue();
        assertThat(meters.get("caseline.salesforce.calls.paced").counter().count())
                .as("one wait, however often it was asked")
                .isEqualTo(1);

        advance(Duration.ofSeconds(10));
        assertThat(taken(1_000)).isEqualTo(10);
        advance(Duration.ofHours(2));
        assertThat(taken(1_000)).as("no more than the burst").isEqualTo(300);
    }

    @Test
    void a_small_quota_lets_short_bursts_pass_too() {
        budget.update(1_500, 10_000);
        assertThat(taken(1_000)).isEqualTo(20);
    }

    @Test
    void instances_share_the_pace() {
        budget.update(31_600, 100_000);
        budget.shareAmong(4);
        assertThat(gauge("pace")).isEqualTo(0.25);
        taken(1_000);

        advance(Duration.ofSeconds(40));
        assertThat(taken(1_000)).isEqualTo(10);
        budget.shareAmong(0);
        assertThat(gauge("pace")).isEqualTo(1);
    }

    @Test
    void a_call_that_was_not_made_is_given_back() {
        budget.update(31_600, 100_000);
        taken(1_000);
        budget.giveBack();

        assertThat(budget.tryTake()).isTrue();
        assertThat(budget.tryTake()).isFalse();
    }

    @Test
    void calls_that_cannot_wait_are_paid_for_later() {
        budget.update(31_600, 100_000);
        taken(1_000);
        for (int i = 0; i < 5; i++) {
            budget.take();
        }

        advance(Duration.ofSeconds(5));
        assertThat(budget.tryTake()).isFalse();
        advance(Duration.ofSeconds(2));
        assertThat(taken(10)).isEqualTo(2);
    }

    @Test
    void while_only_the_reserve_is_left_no_calls_are_allowed_beyond_the_burst() {
        budget.update(10_000, 100_000);
        taken(1_000);
        advance(Duration.ofHours(5));

        assertThat(taken(1_000)).isZero();
    }

    private int taken(int wanted) {
        int taken = 0;
        while (taken < wanted && budget.tryTake()) {
            taken++;
        }
        return taken;
    }

    private void advance(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private double gauge(String name) {
        return meters.get("caseline.salesforce.calls." + name).gauge().value();
    }
}
