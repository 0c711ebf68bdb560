package io.caseline.cases.activity;

import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.longs;

import io.caseline.cases.activity.Activity.Minute;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code activity}. */
@Repository
class ActivityStore {
    private final JdbcClient jdbc;

    ActivityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param minutes in their order, in which every instance locks them */
    void add(List<Minute> minutes) {
        jdbc.sql("""
                insert into activity (minute, received, created, failed)
                select * from unnest(:minutes, :received, :created, :failed)
                on conflict (minute) do update set received = activity.received + excluded.received,
                    created = activity.created + excluded.created, failed = activity.failed + excluded.failed""")
                .param("minutes", instants(minutes, Minute::minute))
                .param("received", longs(minutes, Minute::received))
                .param("created", longs(minutes, Minute::created))
                .param("failed", longs(minutes, Minute::failed))
                .update();
    }

    Map<Instant, Minute> since(Instant first) {
        Map<Instant, Minute> minutes = new HashMap<>();
        jdbc.sql("select minute, received, created, failed from activity where minute >= ?")
                .param(time(first))
                .query(row -> {
                    Instant minute = row.getTimestamp("minute").toInstant();
                    minutes.put(
                            minute,
                            new Minute(minute, row.getLong("received"), row.getLong("created"), row.getLong("failed")));
                });
        return minutes;
    }

    void removeBefore(Instant time) {
        jdbc.sql("delete from activity where minute < ?").param(time(time)).update();
    }

    private static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
