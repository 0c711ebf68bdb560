package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Quota quota = new Quota(Settings.of(Map.of()), meters);

    @Test
    void before_the_first_answer_nothing_is_known_and_nothing_held() {
        assertThatCode(quota::check).doesNotThrowAnyException();
        assertThat(left()).isNaN();
        assertThat(quota.details()).isEmpty();
        quota.read(null);
        quota.read("something else");
        assertThat(left()).isNaN();
    }

    @Test
    void every_answer_says_how_many_calls_are_left() {
        quota.read("api-usage=18/5000");
        assertThat(left()).isEqualTo(4982);
        quota.read("per-app-api-usage=17/250(appName=caseline); api-usage=25/5000");
        assertThat(left()).isEqualTo(4975);
        assertThat(meters.get("caseline.salesforce.calls.max").gauge().value()).isEqualTo(5000);
    }

    @Test
    void a_tenth_of_the_days_calls_is_left_to_others() {
        quota.read("api-usage=4499/5000");
        assertThatCode(quota::check).doesNotThrowAnyException();
        quota.read("api-usage=4500/5000");
        assertThatThrownBy(quota::check).hasMessageContaining("QUOTA_RESERVE_REACHED");
        Instant next = Instant.parse("2026-01-01T00:05:00Z");
        quota.lookAgainAt(next);
        assertThat(quota.details())
                .containsEntry("callsLeft", 500L)
                .containsEntry("callsReserved", 500L)
                .containsEntry("heldAtLeastUntil", next);
        quota.know(501, 5000);
        assertThatCode(quota::check).doesNotThrowAnyException();
    }

    @Test
    void a_fifth_of_the_days_calls_is_not_for_replays_and_live_traffic_goes_on() {
        quota.read("api-usage=3999/5000");
        assertThatCode(quota::checkForReplays).doesNotThrowAnyException();
        quota.read("api-usage=4000/5000");
        assertThat(quota.areReplaysHeld()).as("nobody wanted to replay").isFalse();
        assertThat(quota.details()).doesNotContainKey("replaysHeld");

        assertThatThrownBy(quota::checkForReplays).hasMessageContaining("QUOTA_REPLAY_RESERVE_REACHED");
        Instant next = Instant.parse("2026-01-01T00:05:00Z");
        quota.lookAgainAt(next);
        assertThat(quota.details())
                .containsEntry("callsReservedFromReplays", 1000L)
                .containsEntry("replaysHeld", "QUOTA_REPLAY_RESERVE_REACHED")
                .containsEntry("replaysHeldAtLeastUntil", next)
                .doesNotContainKey("heldAtLeastUntil");
        assertThat(replaysHeld()).isEqualTo(1);
        assertThatCode(quota::check).doesNotThrowAnyException();

        quota.know(1001, 5000);
        assertThat(replaysHeld()).isZero();
        assertThat(quota.details()).doesNotContainKey("replaysHeld");
        assertThatCode(quota::checkForReplays).doesNotThrowAnyException();
    }

    @Test
    void before_the_first_answer_replays_are_not_held_either() {
        assertThatCode(quota::checkForReplays).doesNotThrowAnyException();
        assertThat(replaysHeld()).isZero();
    }

    @Test
    void a_refused_call_counts_more_than_the_count() {
        quota.read("api-usage=10/5000");
        quota.exhausted();
        assertThatThrownBy(quota::check).hasMessageContaining("QUOTA_RESERVE_REACHED");
        assertThat(left()).isZero();
    }

    private double replaysHeld() {
        return meters.get("caseline.salesforce.replays.held").gauge().value();
    }

    private double left() {
        return meters.get("caseline.salesforce.calls.left").gauge().value();
    }
}
