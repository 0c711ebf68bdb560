package io.caseline.cases.mapping;

import static io.caseline.cases.mapping.CaseFactories.factory;
import static io.caseline.cases.testing.ClaimedCommands.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.CaseFactory.PreparedCase;
import io.caseline.cases.mapping.CaseFactory.Unsendable;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.testing.Commands;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From a sealed command to a case, and to one without some of its fields. */
class CaseFactoryTest {
    private final CaseFactory factory = factory(TooLong.CUT);

    @Test
    void a_sealed_command_becomes_a_case() {
        PreparedCase draft = (PreparedCase) factory.prepare(command(Commands.asking("Card lost")));

        assertThat(draft.newCase().fields())
                .isEqualTo(Map.of(
                        "Subject", "Card lost",
                        "Description", "Where is my card?",
                        "SuppliedName", "Jane Doe",
                        "SuppliedEmail", "jane@example.com"));
        assertThat(draft.toString()).doesNotContain("Jane", "Card");
    }

    @Test
    void a_command_that_no_key_opens_cannot_be_sent() {
        assertThat(factory.prepare(command(Commands.unreadable())))
                .isEqualTo(new Unsendable("UNREADABLE_SEAL", List.of()));
    }

    @Test
    void a_value_longer_than_its_field_fails_the_case_where_the_settings_want_it() {
        CaseFactory refusing = factory(TooLong.REFUSE);

        assertThat(refusing.prepare(command(Commands.asking("x".repeat(21)))))
                .isEqualTo(new Unsendable("VALUE_TOO_LONG", List.of("Subject")));
        assertThat(refusing.prepare(command(Commands.asking("x".repeat(20))))).isInstanceOf(PreparedCase.class);
    }

    @Test
    void an_omitted_side_field_goes_into_the_description() {
        PreparedCase without = without("SuppliedEmail").orElseThrow();

        assertThat(without.newCase().fields()).doesNotContainKey("SuppliedEmail");
        assertThat(without.newCase().fields().get("Description"))
                .isEqualTo("Where is my card?\n\nE-mail: jane@example.com");
    }

    @Test
    void the_email_fields_are_those_of_the_address() {
        assertThat(factory.emailFields()).isEqualTo(Set.of("SuppliedEmail"));
    }

    @Test
    void several_side_fields_go_one_after_the_other_and_each_once() {
        PreparedCase first = without("SuppliedEmail").orElseThrow();
        PreparedCase second = factory.without(first, Set.of("SuppliedName")).orElseThrow();

        assertThat(second.newCase().fields()).containsOnlyKeys("Subject", "Description");
        assertThat(factory.without(second, Set.of("SuppliedEmail")))
                .as("refused although it was left out")
                .isEmpty();
    }

    @Test
    void an_essential_field_is_never_left_out() {
        assertThat(without("Subject")).isEmpty();
        assertThat(without("SuppliedEmail", "Subject")).isEmpty();
        assertThat(without()).isEmpty();
    }

    private Optional<PreparedCase> without(String... fields) {
        return factory.without((PreparedCase) factory.prepare(command(Commands.asking("Card lost"))), Set.of(fields));
    }
}
