package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValidationTest extends SandboxTest {

    @ParameterizedTest
    @CsvSource({
        "Subject,255,Subject",
        "Description,32000,Description",
        "SuppliedName,80,Web Name",
        "SuppliedPhone,40,Web Phone",
        "SuppliedCompany,80,Web Company",
        "Caseline_Program__c,50,Caseline Program"
    })
    void a_text_has_a_maximum_length(String field, int length, String label) {
        assertThat(org.post(CASES, Map.of(field, "x".repeat(length))).status()).isEqualTo(201);

        String tooLong = "x".repeat(length + 1);
        Response response = org.post(CASES, Map.of(field, tooLong));

        assertError(
                response,
                400,
                "STRING_TOO_LONG",
                label + ": data value too large: " + tooLong + " (max length=" + length + ")");
        assertThat(response.json().path(0).path("fields").path(0).asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "x@", "@example.org", "a b@example.org", "ann@example", "ann@.org", "ann@@example.org"})
    void an_invalid_email_address_is_refused(String address) {
        assertError(
                org.post(CASES, Map.of("SuppliedEmail", address)),
                400,
                "INVALID_EMAIL_ADDRESS",
                "Web Email: invalid email address: " + address);
    }

    @Test
    void a_phone_type_has_two_digits() {
        assertError(
                org.post(CASES, Map.of("Caseline_Phone_Type__c", 99.5)),
                400,
                "NUMBER_OUTSIDE_VALID_RANGE",
                "value outside of valid range on numeric field: 99.5");
        assertThat(org.post(CASES, Map.of("Caseline_Phone_Type__c", "-99")).status())
                .isEqualTo(201);
    }

    @Test
    void an_owner_is_an_id() {
        assertError(
                org.post(CASES, Map.of("OwnerId", "Ann")),
                400,
                "MALFORMED_ID",
                "Owner ID: id value of incorrect type: Ann");
    }

    @Test
    void an_unknown_field_is_refused_by_name() {
        assertError(
                org.post(CASES, Map.of("Foo", "x")),
                400,
                "INVALID_FIELD",
                "No such column 'Foo' on sobject of type Case");
    }
}
