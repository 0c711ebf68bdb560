package io.caseline.sandbox.soql;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.FieldType;
import io.caseline.sandbox.soql.Query.And;
import io.caseline.sandbox.soql.Query.Compare;
import io.caseline.sandbox.soql.Query.Condition;
import io.caseline.sandbox.soql.Query.In;
import io.caseline.sandbox.soql.Query.Like;
import io.caseline.sandbox.soql.Query.Not;
import io.caseline.sandbox.soql.Query.Operator;
import io.caseline.sandbox.soql.Query.Or;
import io.caseline.sandbox.soql.Query.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A query translated to SQL. Values are always parameters; column names come from {@link CaseField}. */
public record Sql(String text, List<Object> parameters) {

    /**
     * Selects the ids of the matching records, or their number for {@code COUNT()}.
     *
     * @param deletedToo whether it reads the recycle bin, too
     */
    public static Sql of(Query query, boolean deletedToo) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder text =
                new StringBuilder("SELECT Id FROM cases WHERE ").append(deletedToo ? "true" : "NOT IsDeleted");
        if (query.where() != null) {
            text.append(" AND ").append(condition(query.where(), parameters));
        }
        text.append(" ORDER BY ");
        query.orderBy().forEach(order -> text.append(order(order)).append(", "));
        text.append("Id OFFSET ").append(query.offset());
        if (query.limit() != null) {
            text.append(" LIMIT ").append(query.limit());
        }
        String ids = text.toString();
        return new Sql(query.isCount() ? "SELECT count(*) FROM (" + ids + ") matching" : ids, parameters);
    }

    private static String order(Order order) {
        return value(order.field(), order.field().apiName())
                + (order.descending() ? " DESC" : "")
                + (order.nullsLast() ? " NULLS LAST" : " NULLS FIRST");
    }

    private static String condition(Condition condition, List<Object> parameters) {
        return switch (condition) {
            case And and -> join(and.parts(), " AND ", parameters);
            case Or or -> join(or.parts(), " OR ", parameters);
            case Not not -> "(" + condition(not.part(), parameters) + ") IS NOT TRUE";
            case Compare compare -> compare(compare, parameters);
            case In in -> in(in, parameters);
            case Like like -> like(like, parameters);
        };
    }

    private static String join(List<Condition> parts, String word, List<Object> parameters) {
        return parts.stream().map(part -> condition(part, parameters)).collect(Collectors.joining(word, "(", ")"));
    }

    /** As in SOQL, null is not equal to any value, so {@code !=} matches it. */
    private static String compare(Compare compare, List<Object> parameters) {
        String column = compare.field().apiName();
        boolean not = compare.operator() == Operator.NOT_EQUAL;
        if (compare.value() == null || compare.value().equals("")) {
            return column + (not ? " IS NOT NULL" : " IS NULL");
        }
        parameters.add(compare.value());
        return value(compare.field(), column)
                + (not ? " IS DISTINCT FROM " : " " + compare.operator().symbol() + " ")
                + value(compare.field(), "?");
    }

    private static String in(In in, List<Object> parameters) {
        parameters.addAll(in.values());
        String column = in.field().apiName();
        String placeholders = String.join(", ", Collections.nCopies(in.values().size(), value(in.field(), "?")));
        String found = "%s IN (%s)".formatted(value(in.field(), column), placeholders);
        return in.negated() ? "((%s) IS NOT TRUE)".formatted(found) : found;
    }

    private static String like(Like like, List<Object> parameters) {
        parameters.add(like.pattern());
        return "%s LIKE %s".formatted(value(like.field(), like.field().apiName()), value(like.field(), "?"));
    }

    /** Text other than ids is compared without regard to case. */
    private static String value(CaseField field, String expression) {
        FieldType type = field.type();
        return type.isText() && !type.isId() ? "lower(" + expression + ")" : expression;
    }
}
