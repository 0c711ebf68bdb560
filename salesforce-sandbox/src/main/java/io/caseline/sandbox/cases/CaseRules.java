package io.caseline.sandbox.cases;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that a record must satisfy before it is written. */
public final class CaseRules {

    private static final Pattern EMAIL =
            Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}");

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private CaseRules() {}

    public static List<RecordError> forInsert(RecordInput input) {
        if (input.values().containsKey(CaseField.ID)) {
            return List.of(RecordError.of(
                    "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", CaseField.ID));
        }
        return check(input, CaseField::isCreateable);
    }

    /** The Id of the input names the record to update. */
    public static List<RecordError> forUpdate(RecordInput input) {
        String id = input.text(CaseField.ID);
        if (id == null) {
            return List.of(RecordError.of("MISSING_ARGUMENT", "Id not specified in an update call"));
        }
        List<RecordError> errors = check(input, field -> field.isUpdateable() || field == CaseField.ID);
        if (input.values().containsKey(CaseField.OWNER_ID) && input.text(CaseField.OWNER_ID) == null) {
            errors.add(RecordError.of(
                    "INVALID_CROSS_REFERENCE_KEY", "Owner ID: owner cannot be blank", CaseField.OWNER_ID));
        }
        return errors;
    }

    private static List<RecordError> check(RecordInput input, Predicate<CaseField> writable) {
        List<RecordError> errors = new ArrayList<>(input.errors());
        List<CaseField> forbidden =
                input.values().keySet().stream().filter(writable.negate()).toList();
        if (!forbidden.isEmpty()) {
            errors.add(notWritable(forbidden));
        }
        for (Map.Entry<CaseField, @Nullable Object> entry : input.values().entrySet()) {
            Object value = entry.getValue();
            if (value != null) {
                checkValue(entry.getKey(), value).ifPresent(errors::add);
            }
        }
        return errors;
    }

    private static Optional<RecordError> checkValue(CaseField field, Object value) {
        return switch (field.type()) {
            case STRING, TEXTAREA, PHONE, PICKLIST -> tooLong(field, (String) value);
            case EMAIL -> tooLong(field, (String) value).or(() -> notAnEmail(field, (String) value));
            case ID, REFERENCE -> notAnId(field, (String) value);
            case DOUBLE -> outsideRange(field, (BigDecimal) value);
            case BOOLEAN, DATETIME -> Optional.empty();
        };
    }

    private static RecordError notWritable(List<CaseField> fields) {
        String names = String.join(", ", fields.stream().map(CaseField::apiName).toList());
        return RecordError.of(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "Unable to create/update fields: " + names
                        + ". Please check the security settings of this field and verify that it is read/write"
                        + " for your profile or permission set.",
                fields.toArray(CaseField[]::new));
    }

    private static Optional<RecordError> tooLong(CaseField field, String value) {
        if (value.length() <= field.length()) {
            return Optional.empty();
        }
        return Optional.of(RecordError.of(
                "STRING_TOO_LONG",
                "%s: data value too large: %s (max length=%d)".formatted(field.label(), value, field.length()),
                field));
    }

    private static Optional<RecordError> notAnEmail(CaseField field, String value) {
        if (EMAIL.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(
                RecordError.of("INVALID_EMAIL_ADDRESS", field.label() + ": invalid email address: " + value, field));
    }

    private static Optional<RecordError> notAnId(CaseField field, String value) {
        if (CaseId.normalize(value).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                RecordError.of("MALFORMED_ID", field.label() + ": id value of incorrect type: " + value, field));
    }

    /** The column rounds to a whole number, so a value that would be rounded out of the range is refused. */
    private static Optional<RecordError> outsideRange(CaseField field, BigDecimal value) {
        BigDecimal bound = BigDecimal.TEN.pow(field.length()).subtract(HALF);
        if (value.abs().compareTo(bound) < 0) {
            return Optional.empty();
        }
        String message = field.label() + ": value outside of valid range on numeric field: " + value.toPlainString();
        return Optional.of(RecordError.of("NUMBER_OUTSIDE_VALID_RANGE", message, field));
    }
}
