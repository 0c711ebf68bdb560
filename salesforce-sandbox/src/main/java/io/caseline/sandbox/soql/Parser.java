package io.caseline.sandbox.soql;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.soql.Query.Order;
import io.caseline.sandbox.soql.Query.Related;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query from left to right.
 *
 * <pre>
 * SELECT selected {, selected} | COUNT()  FROM Case  [WHERE condition]
 *     [ORDER BY field [ASC | DESC] [NULLS FIRST | LAST] {, …}]  [LIMIT n]  [OFFSET n]
 * selected:   field | Owner.Name | Owner.Type | (SELECT Id FROM CaseComments [WHERE IsDeleted = true | false])
 * </pre>
 */
public final class Parser {

    private static final int MAX_LENGTH = 100_000;
    private static final int MAX_OFFSET = 2_000;

    private final TokenStream tokens;

    private Parser(String query) {
        this.tokens = new TokenStream(query);
    }

    /** @throws ApiException MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE and similar, with the position */
    public static Query parse(String query) {
        if (query.isBlank()) {
            throw ApiException.badRequest("MALFORMED_QUERY", "A query string has to be specified");
        }
        if (query.length() > MAX_LENGTH) {
            throw ApiException.badRequest(
                    "QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters.");
        }
        return new Parser(query.replace('\0', ' ')).query();
    }

    private Query query() {
        tokens.expect("SELECT");
        Selection selected = selection();
        tokens.expect("FROM");
        tokens.expectCase();
        List<CaseField> fields = fields(selected.fields());
        Query.@Nullable Condition where = tokens.skip("WHERE") ? new ConditionParser(tokens).read() : null;
        List<Order> orderBy = orderBy();
        Integer limit = tokens.skip("LIMIT") ? tokens.wholeNumber() : null;
        int offset = offset();
        tokens.expectEnd();
        return new Query(fields, selected.related(), where, orderBy, limit, offset);
    }

    /** An empty list of fields means COUNT(), the only selection without any. */
    private record Selection(List<Token> fields, Related related) {}

    private Selection selection() {
        List<Token> fields = new ArrayList<>();
        Related related = Related.NONE;
        do {
            if (tokens.skip("(")) {
                boolean deletedToo = comments();
                related = new Related(related.ownerName(), related.ownerType(), true, deletedToo);
                continue;
            }
            Token token = tokens.word();
            if (token.is("Owner.Name")) {
                related = new Related(true, related.ownerType(), related.comments(), related.deletedComments());
            } else if (token.is("Owner.Type")) {
                related = new Related(related.ownerName(), true, related.comments(), related.deletedComments());
            } else {
                fields.add(token);
            }
        } while (tokens.skip(","));
        if (fields.isEmpty()) {
            throw tokens.unexpected(tokens.peek());
        }
        if (fields.getFirst().is("COUNT") && tokens.skip("(")) {
            tokens.expect(")");
            return new Selection(List.of(), Related.NONE);
        }
        return new Selection(fields, related);
    }

    /** The only query of children, after its parenthesis; returns whether deleted comments count. */
    private boolean comments() {
        tokens.expect("SELECT");
        tokens.expect("Id");
        tokens.expect("FROM");
        tokens.expect("CaseComments");
        boolean deletedToo = true;
        if (tokens.skip("WHERE")) {
            tokens.expect("IsDeleted");
            tokens.expect("=");
            deletedToo = tokens.skip("true");
            if (!deletedToo) {
                tokens.expect("false");
            }
        }
        tokens.expect(")");
        return deletedToo;
    }

    private List<CaseField> fields(List<Token> selected) {
        Set<CaseField> seen = new HashSet<>();
        List<CaseField> fields = new ArrayList<>();
        for (Token token : selected) {
            CaseField field = tokens.field(token);
            if (!seen.add(field)) {
                throw tokens.invalidField(token, "duplicate field selected: " + field.apiName());
            }
            fields.add(field);
        }
        return fields;
    }

    private List<Order> orderBy() {
        List<Order> orders = new ArrayList<>();
        if (tokens.skip("ORDER")) {
            tokens.expect("BY");
            do {
                orders.add(order());
            } while (tokens.skip(","));
        }
        return orders;
    }

    private Order order() {
        Token token = tokens.word();
        CaseField field = tokens.field(token);
        if (!field.isFilterable()) {
            throw tokens.invalidField(token, "field '%s' can not be sorted in a query call".formatted(field.apiName()));
        }
        boolean descending = tokens.skip("DESC");
        if (!descending) {
            tokens.skip("ASC");
        }
        boolean nullsLast = false;
        if (tokens.skip("NULLS")) {
            nullsLast = tokens.skip("LAST");
            if (!nullsLast) {
                tokens.expect("FIRST");
            }
        }
        return new Order(field, descending, nullsLast);
    }

    private int offset() {
        int offset = tokens.skip("OFFSET") ? tokens.wholeNumber() : 0;
        if (offset > MAX_OFFSET) {
            throw ApiException.badRequest("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is " + MAX_OFFSET);
        }
        return offset;
    }
}
