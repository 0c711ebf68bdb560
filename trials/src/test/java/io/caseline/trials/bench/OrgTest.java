package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.trials.bench.Org.Counts;
import org.junit.jupiter.api.Test;

class OrgTest {

    @Test
    void calls_per_thousand_records_are_counted_between_two_moments() {
        Counts since = new Counts(140, 25_000).since(new Counts(40, 5_000));

        assertThat(since).isEqualTo(new Counts(100, 20_000));
        assertThat(since.callsPerThousand()).isEqualTo(5);
    }
}
