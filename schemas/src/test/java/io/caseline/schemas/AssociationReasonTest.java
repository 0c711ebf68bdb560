package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AssociationReasonTest {

    @Test
    void temporary_outcomes_are_decided_anew_and_all_others_are_final() {
        assertThat(Arrays.stream(AssociationReason.values()).filter(reason -> !reason.isFinal()))
                .extracting(AssociationReason::code)
                .containsExactlyInAnyOrder(870, 870, 860, 1000);
    }

    @Test
    void a_reason_of_a_later_version_is_not_known() {
        assertThat(AssociationReason.of("CARD_ON_THE_MOON")).isEmpty();
        assertThat(AssociationReason.of("SAME_CARD")).contains(AssociationReason.SAME_CARD);
    }
}
