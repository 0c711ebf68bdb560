package io.caseline.cases.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.activity.Activity.Minute;
import io.caseline.cases.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each instance's numbers reach the table once, whatever happens. */
class ActivityTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final TestDatabase database = new TestDatabase();
    private Instant now = START;
    private final Activity one = activity();
    private final Activity other = activity();

    private Activity activity() {
        return new Activity(new ActivityStore(database.jdbc), () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_numbers_of_all_instances_are_added_up_by_the_minute() {
        one.received(10);
        one.decided(3, 1);
        now = START.plusSeconds(61);
        one.received(5);
        other.decided(7, 0);
        one.save();
        other.save();
        other.decided(1, 2);
        other.save();
        one.save();

        assertThat(one.lastHour())
                .hasSize(60)
                .endsWith(new Minute(START, 10, 3, 1), new Minute(START.plusSeconds(60), 5, 8, 2))
                .startsWith(new Minute(START.minus(Duration.ofMinutes(58)), 0, 0, 0));
    }

    @Test
    void numbers_that_cannot_be_saved_are_saved_later() {
        one.received(10);
        database.jdbc.sql("alter table activity rename to elsewhere").update();
        one.save();
        one.received(1);
        database.jdbc.sql("alter table elsewhere rename to activity").update();
        one.save();

        assertThat(one.lastHour().getLast()).isEqualTo(new Minute(START, 11, 0, 0));
    }

    @Test
    void two_days_are_kept() {
        one.received(1);
        one.save();
        now = START.plus(Duration.ofHours(47));
        one.received(2);
        one.save();
        one.purge();
        assertThat(rows()).isEqualTo(2);
        now = START.plus(Duration.ofHours(49));
        one.purge();
        assertThat(rows()).isEqualTo(1);
    }

    private int rows() {
        return database.jdbc
                .sql("select count(*) from activity")
                .query(Integer.class)
                .single();
    }
}
