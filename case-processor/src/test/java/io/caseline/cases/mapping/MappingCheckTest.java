package io.caseline.cases.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.mapping.MappingSettings.Field;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import io.caseline.cases.mapping.OrgField.PicklistValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What does not fit the org is told before a case is sent, with the names of field and setting. */
class MappingCheckTest {
    private static final OrgField ID = new OrgField("Id__c", "string", 36, true, true, true, false, null);

    @Test
    void a_mapping_that_fits_is_fine_whatever_the_case_of_the_names() {
        assertThat(problems(Map.of("subject", new Field(Source.SUBJECT, 255)), Map.of(), text("Subject", 255)))
                .isEmpty();
    }

    @Test
    void an_unknown_field_is_named_with_its_setting() {
        assertThat(problems(Map.of("Ticket__c", new Field(Source.SUBJECT, 10)), Map.of("Origin", "Web")))
                .containsExactlyInAnyOrder(
                        "caseline.mapping.fields[Ticket__c]: Case.Ticket__c does not exist, or this user may not see"
                                + " it",
                        "caseline.mapping.constants[Origin]: Case.Origin does not exist, or this user may not see it");
    }

    @Test
    void a_field_taken_out_of_the_mapping_may_be_missing() {
        assertThat(problems(Map.of("Ticket__c", new Field(Source.NOTHING, null)), Map.of()))
                .isEmpty();
    }

    @Test
    void a_field_that_cannot_be_set_is_named() {
        OrgField readOnly = new OrgField("Subject", "string", 255, false, false, false, false, null);
        assertThat(problems(Map.of("Subject", new Field(Source.SUBJECT, 255)), Map.of(), readOnly))
                .containsExactly(
                        "caseline.mapping.fields[Subject]: Case.Subject cannot be set on a new case by this user");
    }

    @Test
    void a_field_shorter_than_its_setting_is_named_with_its_length() {
        String problem =
                "caseline.mapping.fields[Subject]: Case.Subject takes 80 characters; set max-length to no more";
        assertThat(problems(Map.of("Subject", new Field(Source.SUBJECT, 81)), Map.of(), text("Subject", 80)))
                .containsExactly(problem);
        assertThat(problems(Map.of("Subject", new Field(Source.SUBJECT, null)), Map.of(), text("Subject", 80)))
                .containsExactly(problem);
    }

    @Test
    void a_field_of_another_type_is_named() {
        OrgField number = new OrgField("Number__c", "double", 0, true, false, false, false, null);
        assertThat(problems(Map.of("Number__c", new Field(Source.SUBJECT, 10)), Map.of(), number))
                .containsExactly(
                        "caseline.mapping.fields[Number__c]: Case.Number__c is of type double and takes no text");
        assertThat(problems(Map.of("Number__c", new Field(Source.PHONE_TYPE, null)), Map.of(), number))
                .isEmpty();
        assertThat(problems(Map.of("Subject", new Field(Source.PHONE_TYPE, null)), Map.of(), text("Subject", 80)))
                .containsExactly(
                        "caseline.mapping.fields[Subject]: Case.Subject is of type string and takes no number");
    }

    @Test
    void a_fixed_value_must_fit_too_and_is_not_quoted() {
        assertThat(problems(Map.of(), Map.of("Origin", "Our app"), text("Origin", 5)))
                .containsExactly("caseline.mapping.constants[Origin]: Case.Origin takes 5 characters; the value has 7");
        OrgField picklist = new OrgField(
                "Origin",
                "picklist",
                255,
                true,
                false,
                false,
                true,
                List.of(new PicklistValue("Web", true), new PicklistValue("Our app", false)));
        assertThat(problems(Map.of(), Map.of("Origin", "Our app"), picklist))
                .containsExactly(
                        "caseline.mapping.constants[Origin]: Case.Origin is a restricted picklist without this value");
        assertThat(problems(Map.of(), Map.of("Origin", "Web"), picklist)).isEmpty();
    }

    @Test
    void an_owner_must_be_the_id_of_a_user_or_a_queue() {
        for (String id : List.of("005000000000001", "00G000000000001AAA")) {
            assertThat(problems(Map.of(), Map.of("OwnerId", id), reference("OwnerId")))
                    .isEmpty();
        }
        String setting = "caseline.mapping.constants[ownerid]: Case.ownerid ";
        assertThat(problems(Map.of(), Map.of("ownerid", "00G00000000001"), reference("OwnerId")))
                .containsExactly(setting + "takes an id of 15 or 18 letters and digits; the value is not one");
        assertThat(problems(Map.of(), Map.of("ownerid", "012000000000001AAA"), reference("OwnerId")))
                .containsExactly(setting + "takes the id of a user (005…) or of a queue (00G…); the value is neither");
    }

    @Test
    void a_partners_text_goes_into_no_field_that_takes_an_id() {
        assertThat(problems(Map.of("AccountId", new Field(Source.ACCOUNT, 18)), Map.of(), reference("AccountId")))
                .containsExactly(
                        "caseline.mapping.fields[AccountId]: Case.AccountId is of type reference and takes no text");
    }

    @Test
    void a_programs_value_is_named_with_the_program() {
        MappingSettings settings =
                new MappingSettings(Map.of(), Map.of(), Map.of("gobank", Map.of("Queue__c", "Cards")), TooLong.CUT);
        assertThat(MappingCheck.problems(settings, "Id__c", List.of(ID), List.of()))
                .containsExactly("caseline.mapping.programs.gobank[Queue__c]: Case.Queue__c does not exist, or this"
                        + " user may not see it");
    }

    @Test
    void a_programs_record_type_must_be_one_that_this_user_may_give() {
        assertThat(recordType("012000000000001AAA")).isEmpty();
        assertThat(recordType("012000000000001")).isEmpty();
        String setting = "caseline.mapping.programs.gobank[RecordTypeId]: Case.RecordTypeId ";
        assertThat(recordType("500000000000001AAA")).containsExactly(setting + "has no such record type");
        assertThat(recordType("01200000000000")).containsExactly(setting + "has no such record type");
        assertThat(recordType("012000000000002AAA"))
                .containsExactly(setting + "has this record type, but it is not active");
        assertThat(recordType("012000000000003AAA"))
                .containsExactly(setting + "has this record type, but this user may not use it");
    }

    private static List<String> recordType(String id) {
        MappingSettings settings =
                new MappingSettings(Map.of(), Map.of(), Map.of("gobank", Map.of("RecordTypeId", id)), TooLong.CUT);
        OrgField field = new OrgField("RecordTypeId", "reference", 18, true, false, false, false, List.of());
        return MappingCheck.problems(
                settings,
                "Id__c",
                List.of(ID, field),
                List.of(
                        new OrgRecordType("012000000000001AAA", true, true),
                        new OrgRecordType("012000000000002AAA", false, true),
                        new OrgRecordType("012000000000003AAA", true, false)));
    }

    @Test
    void an_external_id_that_is_not_unique_would_let_one_request_make_two_cases() {
        OrgField notUnique = new OrgField("Id__c", "string", 36, true, false, true, false, null);
        assertThat(externalId(notUnique))
                .containsExactly(
                        "caseline.salesforce.external-id-field: Case.Id__c is not both an external id and" + " unique");
        OrgField tooShort = new OrgField("Id__c", "string", 30, true, true, true, false, null);
        assertThat(externalId(tooShort))
                .containsExactly(
                        "caseline.salesforce.external-id-field: Case.Id__c does not take a text of 36 characters");
        assertThat(externalId(null))
                .containsExactly("caseline.salesforce.external-id-field: Case.Id__c does not exist, or this user may"
                        + " not see it");
    }

    private static List<String> externalId(@Nullable OrgField field) {
        MappingSettings settings = new MappingSettings(Map.of(), Map.of(), Map.of(), TooLong.CUT);
        return MappingCheck.problems(settings, "Id__c", field == null ? List.of() : List.of(field), List.of());
    }

    private static List<String> problems(Map<String, Field> fields, Map<String, String> constants, OrgField... org) {
        MappingSettings settings = new MappingSettings(fields, constants, Map.of(), TooLong.CUT);
        List<OrgField> all = new ArrayList<>(List.of(org));
        all.add(ID);
        return MappingCheck.problems(settings, "Id__c", all, List.of());
    }

    private static OrgField reference(String name) {
        return new OrgField(name, "reference", 18, true, false, false, false, null);
    }

    private static OrgField text(String name, int length) {
        return new OrgField(name, "string", length, true, false, false, false, null);
    }
}
