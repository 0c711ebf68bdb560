package io.caseline.sandbox.soql;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.soql.Token.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the literals of a filter and checks them against the type of the field. */
final class LiteralParser {

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,18}([.][0-9]{1,18})?");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-.*");

    private final String query;

    LiteralParser(String query) {
        this.query = query;
    }

    @Nullable
    Object value(CaseField field, Token token) {
        if (token.is("null")) {
            return null;
        }
        return switch (field.type()) {
            case ID, REFERENCE -> id(field, token);
            case STRING, TEXTAREA, EMAIL, PHONE, PICKLIST -> text(field, token);
            case DOUBLE -> number(field, token);
            case BOOLEAN -> bool(field, token);
            case DATETIME -> time(field, token);
        };
    }

    /** Converts a LIKE pattern from SOQL escapes to PostgreSQL escapes. */
    String pattern(CaseField field, Token token) {
        if (token.kind() != Kind.STRING || field.type().isId() || !field.type().isText()) {
            throw SoqlError.at(
                    query,
                    token.position(),
                    "INVALID_QUERY_FILTER_OPERATOR",
                    "invalid operator on " + field.type().describeName() + " field");
        }
        return unescape(token, true);
    }

    private String id(CaseField field, Token token) {
        String text = text(field, token);
        return CaseId.normalize(text)
                .orElseThrow(() -> SoqlError.at(
                        query, token.position(), "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + text));
    }

    private String text(CaseField field, Token token) {
        if (token.kind() != Kind.STRING) {
            throw wrongType(field, token, "should be enclosed in quotes");
        }
        return unescape(token, false);
    }

    private BigDecimal number(CaseField field, Token token) {
        if (token.kind() == Kind.LITERAL && NUMBER.matcher(token.text()).matches()) {
            return new BigDecimal(token.text());
        }
        throw wrongType(field, token, "should not be enclosed in quotes");
    }

    private Boolean bool(CaseField field, Token token) {
        if (token.is("true") || token.is("false")) {
            return token.is("true");
        }
        throw wrongType(field, token, "should not be enclosed in quotes");
    }

    private OffsetDateTime time(CaseField field, Token token) {
        if (token.kind() == Kind.LITERAL && TIME.matcher(token.text()).matches()) {
            try {
                return OffsetDateTime.parse(token.text());
            } catch (DateTimeException e) {
                throw wrongType(field, token, "should not be enclosed in quotes");
            }
        }
        throw wrongType(field, token, "should not be enclosed in quotes");
    }

    private RuntimeException wrongType(CaseField field, Token token, String quotes) {
        return SoqlError.invalidField(
                query,
                token.position(),
                "value of filter criterion for field '%s' must be of type %s and %s"
                        .formatted(field.apiName(), field.type().valueName(), quotes));
    }

    private String unescape(Token token, boolean pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < token.text().length(); i++) {
            char character = token.text().charAt(i);
            if (character == '\\') {
                i++;
                text.append(escaped(token, token.text().charAt(i), pattern));
            } else {
                text.append(character);
            }
        }
        return text.toString();
    }

    private String escaped(Token token, char character, boolean pattern) {
        return switch (character) {
            case 'n', 'N' -> "\n";
            case 'r', 'R' -> "\r";
            case 't', 'T' -> "\t";
            case 'b', 'B' -> "\b";
            case 'f', 'F' -> "\f";
            case '\'', '"' -> String.valueOf(character);
            case '\\' -> pattern ? "\\\\" : "\\";
            case '_', '%' -> pattern ? "\\" + character : String.valueOf(character);
            default ->
                throw SoqlError.malformed(
                        query,
                        token.position(),
                        "Invalid string literal '%s'. Illegal character sequence '\\%s' in string literal."
                                .formatted(token.text(), character));
        };
    }
}
