package io.caseline.sandbox.soql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.soql.Query.And;
import io.caseline.sandbox.soql.Query.Compare;
import io.caseline.sandbox.soql.Query.In;
import io.caseline.sandbox.soql.Query.Like;
import io.caseline.sandbox.soql.Query.Operator;
import io.caseline.sandbox.soql.Query.Order;
import io.caseline.sandbox.soql.Query.Related;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    @Test
    void a_query_is_parsed_into_its_clauses() {
        Query query = Parser.parse("""
                SELECT Id, CaseNumber FROM Case
                WHERE Status = 'New' AND Subject LIKE 'a\\_b%' AND Caseline_Correlation_Id__c IN ('x', 'it\\'s')
                ORDER BY CreatedDate DESC NULLS LAST, Id LIMIT 20 OFFSET 5""");

        assertThat(query)
                .isEqualTo(new Query(
                        List.of(CaseField.ID, CaseField.CASE_NUMBER),
                        Related.NONE,
                        new And(List.of(
                                new Compare(CaseField.STATUS, Operator.EQUAL, "New"),
                                new Like(CaseField.SUBJECT, "a\\_b%"),
                                new In(CaseField.CORRELATION_ID, false, List.of("x", "it's")))),
                        List.of(new Order(CaseField.CREATED_DATE, true, true), new Order(CaseField.ID, false, false)),
                        20,
                        5));
    }

    @Test
    void values_become_parameters_and_never_sql() {
        Sql sql = Sql.of(Parser.parse("SELECT Id FROM Case WHERE Subject = '\\'; DROP TABLE cases; --'"), false);

        assertThat(sql.text())
                .isEqualTo(
                        "SELECT Id FROM cases WHERE NOT IsDeleted AND lower(Subject) = lower(?) ORDER BY Id OFFSET 0");
        assertThat(sql.parameters()).containsExactly("'; DROP TABLE cases; --");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'it\\'s'          | it's
            'a\\\\b'          | a\\b
            '\\"q\\"'         | "q"
            '50\\%\\_'        | 50%_
            ''                | ~~
            """)
    void escapes_are_decoded(String literal, String value) {
        Query query = Parser.parse("SELECT Id FROM Case WHERE Subject = " + literal);

        assertThat(query.where()).isEqualTo(new Compare(CaseField.SUBJECT, Operator.EQUAL, value));
    }

    @Test
    void control_characters_can_be_escaped() {
        Query query = Parser.parse("SELECT Id FROM Case WHERE Subject = '\\n\\t\\r\\b\\f'");

        assertThat(query.where()).isEqualTo(new Compare(CaseField.SUBJECT, Operator.EQUAL, "\n\t\r\b\f"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            SELECT                                               | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id                                            | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id FRM Case                                   | MALFORMED_QUERY | unexpected token: 'FRM'
            SELECT , FROM Case                                   | MALFORMED_QUERY | unexpected token: ','
            SELECT Id, FROM Case                                 | MALFORMED_QUERY | unexpected token: 'Case'
            SELECT Id FROM Case WHERE                            | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id FROM Case WHERE Subject                    | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id FROM Case WHERE Subject = 'x               | MALFORMED_QUERY | mismatched character '<EOF>' expecting '''
            SELECT Id FROM Case WHERE Subject = '\\q'            | MALFORMED_QUERY | Illegal character sequence '\\q'
            SELECT Id FROM Case WHERE Subject IN ()              | MALFORMED_QUERY | unexpected token: ')'
            SELECT Id FROM Case WHERE Subject IN ('a'            | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id FROM Case WHERE (Subject = 'a'             | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Id FROM Case WHERE Status='a' AND Id!=null OR Id=null | MALFORMED_QUERY | unexpected token: 'OR'
            SELECT Id FROM Case LIMIT x                          | MALFORMED_QUERY | unexpected token: 'x'
            SELECT Id FROM Case LIMIT -1                         | MALFORMED_QUERY | unexpected token: '-1'
            SELECT Id FROM Case GROUP BY Id                      | MALFORMED_QUERY | unexpected token: 'GROUP'
            SELECT Id FROM Case; DROP TABLE cases                | MALFORMED_QUERY | unexpected token: ';'
            SELECT Id FROM Case ORDER BY Id NULLS                | MALFORMED_QUERY | unexpected token: '<EOF>'
            SELECT Foo FROM Case                                 | INVALID_FIELD   | No such column 'Foo' on entity 'Case'.
            SELECT Id FROM Case WHERE Foo__c = 1                 | INVALID_FIELD   | No such column 'Foo__c' on entity 'Case'.
            SELECT Id, id FROM Case                              | INVALID_FIELD   | duplicate field selected: Id
            SELECT Owner.Email FROM Case                         | INVALID_FIELD   | Didn't understand relationship 'Owner'
            SELECT Id FROM Case WHERE Description = 'x'          | INVALID_FIELD   | field 'Description' can not be filtered in a query call
            SELECT Id FROM Case ORDER BY Description             | INVALID_FIELD   | field 'Description' can not be sorted in a query call
            SELECT Id FROM Case WHERE Subject = 5                | INVALID_FIELD   | must be of type string and should be enclosed in quotes
            SELECT Id FROM Case WHERE IsClosed = 'true'          | INVALID_FIELD   | must be of type boolean and should not be enclosed in quotes
            SELECT Id FROM Case WHERE Caseline_Phone_Type__c = 'x' | INVALID_FIELD | must be of type double and should not be enclosed in quotes
            SELECT Id FROM Case WHERE Caseline_Phone_Type__c = 1x  | INVALID_FIELD | must be of type double
            SELECT Id FROM Case WHERE CreatedDate > 2026-13-01T00:00:00Z | INVALID_FIELD | must be of type dateTime
            SELECT Id FROM Case WHERE CreatedDate > '2026-01-01T00:00:00Z' | INVALID_FIELD | must be of type dateTime
            SELECT Id FROM Case WHERE Id = 'x'                   | INVALID_QUERY_FILTER_OPERATOR | invalid ID field: x
            SELECT Id FROM Case WHERE Id LIKE '500%'             | INVALID_QUERY_FILTER_OPERATOR | invalid operator on id field
            SELECT Id FROM Contact                               | INVALID_TYPE    | sObject type 'Contact' is not supported.
            SELECT Id FROM Case OFFSET 2001                      | NUMBER_OUTSIDE_VALID_RANGE | Maximum SOQL offset allowed is 2000
            """)
    void an_invalid_query_is_refused_with_its_error(String soql, String code, String message) {
        assertThatThrownBy(() -> Parser.parse(soql)).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.problems().getFirst().errorCode()).isEqualTo(code);
            assertThat(refused.getMessage()).contains(message);
        });
    }

    @Test
    void an_error_shows_its_position() {
        assertThatThrownBy(() -> Parser.parse("SELECT Id, Foo FROM Case")).hasMessage("""

                        SELECT Id, Foo FROM Case
                                   ^
                        ERROR at Row:1:Column:12
                        No such column 'Foo' on entity 'Case'. If you are attempting to use a custom field, be sure to \
                        append the '__c' after the custom field name. Please reference your WSDL or the describe call \
                        for the appropriate names.""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void an_empty_query_is_refused(String soql) {
        assertThatThrownBy(() -> Parser.parse(soql)).hasMessage("A query string has to be specified");
    }

    @Test
    void neither_length_nor_depth_breaks_the_parser() {
        assertThatThrownBy(() -> Parser.parse("SELECT Id FROM Case WHERE " + "(".repeat(50_000)))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Parser.parse("SELECT Id FROM Case WHERE " + "NOT ".repeat(20_000)))
                .hasMessageContaining("nested too deeply");
        assertThatThrownBy(() -> Parser.parse("SELECT Id FROM Case WHERE Id = '" + "x".repeat(100_000)))
                .hasMessageContaining("cannot be longer than 100000 characters");
        assertThat(Parser.parse("SELECT Id FROM Case WHERE Subject = '" + "\\\\".repeat(40_000) + "'")
                        .where())
                .isEqualTo(new Compare(CaseField.SUBJECT, Operator.EQUAL, "\\".repeat(40_000)));
    }
}
