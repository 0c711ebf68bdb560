package io.caseline.cases.life;

import io.caseline.cases.life.CaseLife.Period;
import io.caseline.cases.life.CaseLife.Program;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Counts the life of cases now and then, and keeps the numbers for all instances. */
@Repository
class CaseLifeStore {
    /** Reads indexes only: all created cases of a program, less those that are at an end. */
    static final String COUNT = """
            with created as (
                select program_code, count(*) as cases from ledger_entry where state = 'CREATED' group by program_code),
            deleted as (
                select program_code, count(*) as cases from ledger_entry where state = 'CREATED' and deleted group by program_code),
            closed as (
                select program_code, count(*) as cases,
                    count(*) filter (where closed_at >= now() - interval '7 days') as week,
                    count(*) filter (where closed_at >= now() - interval '30 days') as month,
                    percentile_cont(0.5) within group (order by greatest(extract(epoch from closed_at - received_at), 0)::double precision)
                        filter (where closed_at >= now() - interval '7 days') as week_median,
                    percentile_cont(0.5) within group (order by greatest(extract(epoch from closed_at - received_at), 0)::double precision)
                        filter (where closed_at >= now() - interval '30 days') as month_median
                from ledger_entry where state = 'CREATED' and closed_at is not null and not deleted group by program_code)
            insert into case_life (program_code, days, open, closed, median, counted_at)
            select program_code, days, created.cases - coalesce(closed.cases, 0) - coalesce(deleted.cases, 0),
                coalesce(case days when 7 then week else month end, 0),
                case days when 7 then week_median else month_median end, now()
            from created left join closed using (program_code) left join deleted using (program_code),
                (values (7), (30)) as period (days)""";

    private final JdbcClient jdbc;

    CaseLifeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    void count() {
        jdbc.sql("delete from case_life").update();
        jdbc.sql(COUNT).update();
    }

    Period period(int days) {
        List<Program> programs = new ArrayList<>();
        Instant[] countedAt = new Instant[1];
        jdbc.sql("""
                select program_code, open, closed, median, counted_at from case_life
                where days = ? order by open + closed desc, program_code""").param(days).query(row -> {
            programs.add(new Program(
                    row.getString("program_code"),
                    row.getLong("open"),
                    row.getLong("closed"),
                    row.getObject("median", Double.class)));
            countedAt[0] = row.getTimestamp("counted_at").toInstant();
        });
        return new Period(days, countedAt[0], programs);
    }
}
