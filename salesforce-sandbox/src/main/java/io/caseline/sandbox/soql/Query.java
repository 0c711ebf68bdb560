package io.caseline.sandbox.soql;

import io.caseline.sandbox.cases.CaseField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parsed query on Case.
 *
 * @param fields empty for {@code SELECT COUNT()}
 * @param related what it selects of other objects
 */
public record Query(
        List<CaseField> fields,
        Related related,
        @Nullable Condition where,
        List<Order> orderBy,
        @Nullable Integer limit,
        int offset) {

    public boolean isCount() {
        return fields.isEmpty();
    }

    public Set<CaseField> fieldsAndId() {
        Set<CaseField> all = EnumSet.of(CaseField.ID);
        all.addAll(fields);
        if (related.ownerName() || related.ownerType()) {
            all.add(CaseField.OWNER_ID);
        }
        return all;
    }

    /**
     * Fields of the owner, and the comments.
     *
     * @param comments {@code (SELECT Id FROM CaseComments)}
     * @param deletedComments whether deleted ones count too, if the query reads deleted records
     */
    public record Related(boolean ownerName, boolean ownerType, boolean comments, boolean deletedComments) {
        static final Related NONE = new Related(false, false, false, false);
    }

    record Order(CaseField field, boolean descending, boolean nullsLast) {}

    sealed interface Condition {}

    record And(List<Condition> parts) implements Condition {}

    record Or(List<Condition> parts) implements Condition {}

    record Not(Condition part) implements Condition {}

    /** @param value of the field's own type, or null */
    record Compare(
            CaseField field, Operator operator, @Nullable Object value) implements Condition {}

    record In(CaseField field, boolean negated, List<Object> values) implements Condition {}

    /** @param pattern with {@code %} and {@code _}, and a backslash before those that are literal */
    record Like(CaseField field, String pattern) implements Condition {}

    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }
}
