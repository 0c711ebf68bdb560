package io.caseline.cases.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caseline.cases.ledger.Decision.Failed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerStatsTest extends LedgerFixture {
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final LedgerStats stats = new LedgerStats(database.jdbc, meters);

    @Test
    void failed_submissions_are_counted_by_program_and_code() {
        fail("gobank", "STRING_TOO_LONG");
        fail("gobank", "STRING_TOO_LONG");
        fail("fastpay", "STRING_TOO_LONG");
        stats.count();

        assertThat(failed("gobank", "STRING_TOO_LONG")).isEqualTo(2);
        assertThat(failed("fastpay", "STRING_TOO_LONG")).isEqualTo(1);
        assertThat(records("failed")).isEqualTo(3);

        Gauge gauge =
                meters.get("caseline.cases.failed").tag("program", "fastpay").gauge();
        fail("fastpay", "STRING_TOO_LONG");
        stats.count();
        assertThat(gauge.value()).isEqualTo(2);
        assertThat(meters.get("caseline.cases.failed").tag("program", "fastpay").gauge())
                .as("is not registered anew, as a scrape in between would miss it")
                .isSameAs(gauge);

        database.jdbc
                .sql("delete from ledger_entry where program_code = 'gobank'")
                .update();
        stats.count();
        assertThat(meters.find("caseline.cases.failed").gauges()).hasSize(1);
    }

    @Test
    void codes_without_end_make_no_series_without_end() {
        for (int code = 0; code < LedgerStats.MAX_GROUPS + 10; code++) {
            fail("gobank", "CUSTOM_" + code);
        }
        fail("gobank", "CUSTOM_0");
        stats.count();

        assertThat(meters.find("caseline.cases.failed").gauges()).hasSize(LedgerStats.MAX_GROUPS + 1);
        assertThat(failed("gobank", "CUSTOM_0")).isEqualTo(2);
        assertThat(failed("(others)", "(others)")).isEqualTo(10);
    }

    @Test
    void the_age_of_the_oldest_failure_is_zero_when_there_is_none() {
        stats.count();
        assertThat(oldestFailed()).isZero();

        fail("gobank", "STRING_TOO_LONG");
        database.jdbc
                .sql("update ledger_entry set updated_at = updated_at - interval '1 hour'")
                .update();
        fail("gobank", "STRING_TOO_LONG");
        stats.count();
        assertThat(oldestFailed()).isCloseTo(3600, within(30.0));
    }

    private void fail(String program, String code) {
        save(claimed(command(program)), new Failed(code, List.of("Subject")));
    }

    private double failed(String program, String code) {
        return meters.get("caseline.cases.failed")
                .tag("program", program)
                .tag("code", code)
                .gauge()
                .value();
    }

    private double records(String state) {
        return meters.get("caseline.cases.records").tag("state", state).gauge().value();
    }

    private double oldestFailed() {
        return meters.get("caseline.cases.oldest.failed").gauge().value();
    }
}
