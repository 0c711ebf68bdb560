package io.caseline.sandbox.soql;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.soql.Query.And;
import io.caseline.sandbox.soql.Query.Compare;
import io.caseline.sandbox.soql.Query.Condition;
import io.caseline.sandbox.soql.Query.In;
import io.caseline.sandbox.soql.Query.Like;
import io.caseline.sandbox.soql.Query.Not;
import io.caseline.sandbox.soql.Query.Operator;
import io.caseline.sandbox.soql.Query.Or;
import io.caseline.sandbox.soql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the condition after WHERE.
 *
 * <pre>
 * condition:  term {AND term} | term {OR term}          never both without parentheses
 * term:       NOT term | ( condition ) | field operator value | field [NOT] IN (value {, value}) | field LIKE 'pattern'
 * </pre>
 */
final class ConditionParser {

    private static final int MAX_DEPTH = 100;

    private final TokenStream tokens;
    private final LiteralParser literals;
    private int depth;

    ConditionParser(TokenStream tokens) {
        this.tokens = tokens;
        this.literals = new LiteralParser(tokens.query());
    }

    Condition read() {
        Condition first = term();
        for (String word : List.of("AND", "OR")) {
            if (tokens.peek().is(word)) {
                List<Condition> parts = new ArrayList<>(List.of(first));
                while (tokens.skip(word)) {
                    parts.add(term());
                }
                return word.equals("AND") ? new And(parts) : new Or(parts);
            }
        }
        return first;
    }

    private Condition term() {
        if (++depth > MAX_DEPTH) {
            throw SoqlError.malformed(tokens.query(), tokens.peek().position(), "condition is nested too deeply");
        }
        Condition condition = nested();
        depth--;
        return condition;
    }

    private Condition nested() {
        if (tokens.skip("NOT")) {
            return new Not(term());
        }
        if (tokens.skip("(")) {
            Condition inner = read();
            tokens.expect(")");
            return inner;
        }
        return comparison();
    }

    private Condition comparison() {
        Token name = tokens.word();
        CaseField field = tokens.field(name);
        if (!field.isFilterable()) {
            throw tokens.invalidField(
                    name, "field '%s' can not be filtered in a query call".formatted(field.apiName()));
        }
        if (tokens.skip("LIKE")) {
            return new Like(field, literals.pattern(field, tokens.take()));
        }
        if (tokens.skip("IN")) {
            return new In(field, false, values(field));
        }
        if (tokens.skip("NOT")) {
            tokens.expect("IN");
            return new In(field, true, values(field));
        }
        Operator operator = operator();
        return new Compare(field, operator, literals.value(field, value()));
    }

    private Operator operator() {
        Token token = tokens.take();
        String symbol = token.text().equals("<>") ? "!=" : token.text();
        for (Operator operator : Operator.values()) {
            if (token.kind() == Kind.SYMBOL && operator.symbol().equals(symbol)) {
                return operator;
            }
        }
        throw tokens.unexpected(token);
    }

    private List<Object> values(CaseField field) {
        tokens.expect("(");
        List<Object> values = new ArrayList<>();
        do {
            Token token = value();
            Object value = literals.value(field, token);
            if (value == null) {
                throw tokens.unexpected(token);
            }
            values.add(value);
        } while (tokens.skip(","));
        tokens.expect(")");
        return values;
    }

    private Token value() {
        Token token = tokens.take();
        if (token.kind() == Kind.SYMBOL || token.kind() == Kind.END) {
            throw tokens.unexpected(token);
        }
        return token;
    }
}
