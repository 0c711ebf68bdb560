package io.caseline.cases.dispatch;

import static io.caseline.cases.testing.ClaimedCommands.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.mapping.CaseFactories;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.testing.Commands;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refusals of a record lead to a second call without the refused fields. */
class PreparedCasesTest {
    private final PreparedCases cases = new PreparedCases(CaseFactories.factory(TooLong.CUT));
    private final ClaimedCommand command = new ClaimedCommand(command(Commands.asking("Card lost")), 1, 0, null);

    @BeforeEach
    void prepare() {
        assertThat(cases.prepare(List.of(command))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_EMAIL_ADDRESS", "STRING_TOO_LONG", "FIELD_CUSTOM_VALIDATION_EXCEPTION"})
    void a_refused_side_field_goes_into_the_description(String code) {
        assertThat(leftOut(new Refused(code, List.of("SuppliedEmail")))).isTrue();

        assertThat(fields()).doesNotContainKey("SuppliedEmail");
        assertThat(fields().get("Description")).isEqualTo("Where is my card?\n\nE-mail: jane@example.com");
        assertThat(leftOut(new Refused(code, List.of("SuppliedEmail"))))
                .as("refused although it was left out")
                .isFalse();
    }

    @Test
    void an_invalid_address_that_names_no_field_is_the_email_address() {
        assertThat(leftOut(new Refused("INVALID_EMAIL_ADDRESS", List.of()))).isTrue();
        assertThat(fields()).doesNotContainKey("SuppliedEmail");
    }

    @Test
    void an_essential_field_is_never_left_out() {
        assertThat(leftOut(new Refused("STRING_TOO_LONG", List.of("Subject")))).isFalse();
        assertThat(leftOut(new Refused("STRING_TOO_LONG", List.of()))).isFalse();
    }

    @Test
    void a_refusal_that_is_not_about_the_value_leaves_the_field_where_it_is() {
        assertThat(leftOut(new Refused("INVALID_FIELD", List.of("SuppliedEmail"))))
                .isFalse();
        assertThat(leftOut(new Refused("UNABLE_TO_LOCK_ROW", List.of("SuppliedEmail"))))
                .isFalse();
    }

    private boolean leftOut(Refused refused) {
        return cases.leaveOutSideFields(Map.of(command, refused)).equals(List.of(command));
    }

    private Map<String, Object> fields() {
        return cases.of(List.of(command)).getFirst().fields();
    }
}
