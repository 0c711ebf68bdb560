package io.caseline.cases.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CallSizesTest {
    private final CallSizes sizes = new CallSizes(200);

    @Test
    void a_programs_size_shrinks_alone_and_never_below_one_record() {
        sizes.shrink(List.of("a"), 50);
        assertThat(sizes.of("a")).isEqualTo(50);
        assertThat(sizes.of("b")).isEqualTo(200);

        sizes.shrink(List.of("a"), 100);
        assertThat(sizes.of("a")).as("a smaller size is known").isEqualTo(50);
        sizes.shrink(List.of("a"), 0);
        assertThat(sizes.of("a")).isEqualTo(1);
    }

    @Test
    void it_grows_by_a_quarter_after_ten_full_calls() {
        sizes.shrink(List.of("a"), 40);
        passes(9, 40);
        assertThat(sizes.of("a")).isEqualTo(40);
        passes(1, 40);
        assertThat(sizes.of("a")).isEqualTo(50);
    }

    @Test
    void calls_that_are_not_full_say_nothing() {
        sizes.shrink(List.of("a"), 40);
        passes(100, 39);
        assertThat(sizes.of("a")).isEqualTo(40);
    }

    @Test
    void it_grows_back_to_what_a_call_takes() {
        sizes.shrink(List.of("a"), 1);
        for (int i = 0; i < 1_000; i++) {
            passes(1, sizes.of("a"));
        }
        assertThat(sizes.of("a")).isEqualTo(200);
    }

    private void passes(int calls, int records) {
        for (int i = 0; i < calls; i++) {
            sizes.passed("a", records);
        }
    }
}
