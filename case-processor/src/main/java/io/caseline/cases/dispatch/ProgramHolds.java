package io.caseline.cases.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Programs whose commands wait because Salesforce refuses their records for a reason that is not the record's. */
@Component("programs")
class ProgramHolds implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(ProgramHolds.class);

    private final JdbcClient jdbc;
    private final DispatchSettings settings;
    private final MultiGauge gauge;
    private volatile Map<String, Hold> holds = Map.of();

    ProgramHolds(JdbcClient jdbc, DispatchSettings settings, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.gauge = MultiGauge.builder("caseline.cases.held")
                .description("Commands that wait because their program is held")
                .register(meters);
        Gauge.builder("caseline.cases.programs.held", this, all -> all.holds.size())
                .description("Programs that are held")
                .register(meters);
    }

    /** @param waiting commands of the program that wait, counted up to 10,000 */
    record Hold(
            String programCode, String code, @Nullable String fields, Instant since, Instant probeAt, long waiting) {}

    boolean isHeld(String program) {
        return holds.containsKey(program);
    }

    Set<String> programs() {
        return holds.keySet();
    }

    Collection<Hold> all() {
        return holds.values();
    }

    /** Holds a program, for all instances. */
    void hold(String program, String code, @Nullable String fields) {
        int inserted = jdbc.sql("""
                insert into program_hold (program_code, code, fields, probe_at)
                values (:program, :code, :fields, now() + :pause * interval '1 millisecond') on conflict do nothing""")
                .param("program", program)
                .param("code", code)
                .param("fields", fields)
                .param("pause", settings.probeEvery().toMillis())
                .update();
        if (inserted > 0) {
            log.warn("Program {} is held: Salesforce refuses its records with {} {}", program, code, fields);
        }
        refresh();
    }

    void release(String program) {
        if (jdbc.sql("delete from program_hold where program_code = ?")
                        .param(program)
                        .update()
                > 0) {
            log.info("Program {} is no longer held", program);
        }
        refresh();
    }

    /** The programs to probe now; each is returned to one instance only. */
    List<String> takeDueProbes() {
        return jdbc.sql("""
                update program_hold set probe_at = now() + :pause * interval '1 millisecond'
                where probe_at <= now() returning program_code""")
                .param("pause", settings.probeEvery().toMillis())
                .query(String.class)
                .list();
    }

    /**
     * Reads the holds of all instances.
     *
     * @return programs that are not held any more
     */
    List<String> refresh() {
        Map<String, Hold> now = jdbc.sql("""
                select h.program_code, h.code, h.fields, h.since, h.probe_at, (select count(*) from (
                    (select 1 from ledger_entry entry where entry.state = 'RECEIVED' and entry.claimed_by is null
                        and entry.replay is null and entry.program_code = h.program_code limit 10000)
                    union all
                    (select 1 from ledger_entry entry where entry.state = 'RECEIVED' and entry.claimed_by is null
                        and entry.replay is not null and entry.program_code = h.program_code limit 10000)
                    limit 10000) as waiting) as waiting
                from program_hold h""").query(Hold.class).list().stream()
                .collect(Collectors.toUnmodifiableMap(Hold::programCode, Function.identity()));
        List<String> released = new ArrayList<>(holds.keySet());
        released.removeAll(now.keySet());
        holds = now;
        // rows that stay are not registered anew: a scrape in between would miss them, and an alert begin again
        gauge.register(
                now.values().stream()
                        .map(hold -> MultiGauge.Row.of(
                                Tags.of("program", hold.programCode(), "code", hold.code()),
                                this,
                                all -> all.waiting(hold.programCode())))
                        .collect(Collectors.toList()),
                false);
        return released;
    }

    private long waiting(String program) {
        Hold hold = holds.get(program);
        return hold == null ? 0 : hold.waiting();
    }

    /** Stays UP: a held program is for a person to look at, and no reason to restart. */
    @Override
    public Health health() {
        return Health.up().withDetail("held", List.copyOf(holds.values())).build();
    }
}
