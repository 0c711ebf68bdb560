package io.caseline.cases.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.CaseFactory.PreparedCase;
import io.caseline.cases.dispatch.CaseFactory.Unsendable;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.mapping.CaseMapping;
import io.caseline.cases.mapping.MappingSettings;
import io.caseline.cases.mapping.MappingSettings.Field;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.mapping.Source;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.testing.Commands;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a sealed command to a case, and to one without what Salesforce refuses. */
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

    @ParameterizedTest
    @ValueSource(strings = {"INVALID_EMAIL_ADDRESS", "STRING_TOO_LONG", "FIELD_CUSTOM_VALIDATION_EXCEPTION"})
    void a_refused_side_field_goes_into_the_description(String code) {
        PreparedCase without =
                without(new Refused(code, List.of("SuppliedEmail"))).orElseThrow();

        assertThat(without.newCase().fields()).doesNotContainKey("SuppliedEmail");
        assertThat(without.newCase().fields().get("Description"))
                .isEqualTo("Where is my card?\n\nE-mail: jane@example.com");
    }

    @Test
    void an_invalid_address_that_names_no_field_is_the_e_mail_address() {
        assertThat(without(new Refused("INVALID_EMAIL_ADDRESS", List.of()))
                        .orElseThrow()
                        .omitted())
                .isEqualTo(Set.of("SuppliedEmail"));
    }

    @Test
    void several_side_fields_go_one_after_the_other_and_each_once() {
        PreparedCase first = without(new Refused("INVALID_EMAIL_ADDRESS", List.of("SuppliedEmail")))
                .orElseThrow();
        PreparedCase second = factory.without(first, new Refused("STRING_TOO_LONG", List.of("SuppliedName")))
                .orElseThrow();

        assertThat(second.newCase().fields()).containsOnlyKeys("Subject", "Description");
        assertThat(factory.without(second, new Refused("INVALID_EMAIL_ADDRESS", List.of("SuppliedEmail"))))
                .as("refused although it was left out")
                .isEmpty();
    }

    @Test
    void an_essential_field_is_never_left_out() {
        assertThat(without(new Refused("STRING_TOO_LONG", List.of("Subject")))).isEmpty();
        assertThat(without(new Refused("STRING_TOO_LONG", List.of("SuppliedEmail", "Subject"))))
                .isEmpty();
        assertThat(without(new Refused("STRING_TOO_LONG", List.of()))).isEmpty();
    }

    @Test
    void a_refusal_that_is_not_about_the_value_leaves_the_field_where_it_is() {
        assertThat(without(new Refused("INVALID_FIELD", List.of("SuppliedEmail"))))
                .isEmpty();
        assertThat(without(new Refused("UNABLE_TO_LOCK_ROW", List.of("SuppliedEmail"))))
                .isEmpty();
    }

    private Optional<PreparedCase> without(Refused refused) {
        return factory.without((PreparedCase) factory.prepare(command(Commands.asking("Card lost"))), refused);
    }

    private static CaseFactory factory(TooLong tooLong) {
        Map<String, Field> fields = Map.of(
                "Subject", new Field(Source.SUBJECT, 20),
                "Description", new Field(Source.DESCRIPTION, 1000),
                "SuppliedName", new Field(Source.NAME, 80),
                "SuppliedEmail", new Field(Source.EMAIL, 80));
        return new CaseFactory(
                new CaseMapping(new MappingSettings(fields, Map.of(), Map.of(), tooLong)),
                Sealing.from(TestServices.sealingKeys()));
    }

    private static CaseCommand command(SubmitCase message) {
        return new CaseCommand(
                message.getCorrelationId(),
                message.getProgramCode(),
                message.getRequestId(),
                message.getReceivedAt(),
                message.getSealedCase(),
                null,
                Optional.empty());
    }
}
