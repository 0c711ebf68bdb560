package io.caseline.sandbox.soql;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.soql.Token.Kind;
import java.util.List;

/** The tokens of a query and the current position, shared by the two parsers. */
final class TokenStream {

    private static final String LOOK_UP_NAMES =
            " Please reference your WSDL or the describe call for the appropriate names.";

    private final String query;
    private final List<Token> tokens;
    private int next;

    TokenStream(String query) {
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    String query() {
        return query;
    }

    Token peek() {
        return tokens.get(next);
    }

    /** Returns the END token again if the end is reached. */
    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean skip(String wanted) {
        boolean found = peek().is(wanted);
        if (found) {
            next++;
        }
        return found;
    }

    void expect(String wanted) {
        if (!skip(wanted)) {
            throw unexpected(peek());
        }
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected(peek());
        }
    }

    void expectCase() {
        Token type = word();
        if (!type.is("Case")) {
            throw SoqlError.at(
                    query,
                    type.position(),
                    "INVALID_TYPE",
                    "sObject type '" + type.text() + "' is not supported. If you are attempting to use a custom object,"
                            + " be sure to append the '__c' after the entity name." + LOOK_UP_NAMES);
        }
    }

    Token word() {
        if (peek().kind() != Kind.WORD) {
            throw unexpected(peek());
        }
        return take();
    }

    int wholeNumber() {
        Token token = take();
        if (token.kind() != Kind.LITERAL || !token.text().matches("[0-9]{1,9}")) {
            throw unexpected(token);
        }
        return Integer.parseInt(token.text());
    }

    CaseField field(Token token) {
        int dot = token.text().indexOf('.');
        if (dot >= 0) {
            throw invalidField(
                    token,
                    "Didn't understand relationship '" + token.text().substring(0, dot)
                            + "' in field path. If you are attempting to use a custom relationship, be sure to append"
                            + " the '__r' after the custom relationship name." + LOOK_UP_NAMES);
        }
        return CaseField.named(token.text())
                .orElseThrow(() -> invalidField(
                        token,
                        "No such column '" + token.text() + "' on entity 'Case'. If you are attempting to use a custom"
                                + " field, be sure to append the '__c' after the custom field name." + LOOK_UP_NAMES));
    }

    ApiException unexpected(Token token) {
        return SoqlError.unexpected(query, token.position(), token.text());
    }

    ApiException invalidField(Token token, String message) {
        return SoqlError.invalidField(query, token.position(), message);
    }
}
