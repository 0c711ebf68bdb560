package io.caseline.sandbox.page;

import static io.caseline.sandbox.cases.CaseField.CREATED_DATE;
import static io.caseline.sandbox.cases.CaseField.LAST_MODIFIED_DATE;
import static io.caseline.sandbox.cases.CaseField.ORIGIN;
import static io.caseline.sandbox.cases.CaseField.OWNER_ID;
import static io.caseline.sandbox.cases.CaseField.PRIORITY;
import static io.caseline.sandbox.cases.CaseField.REASON;
import static io.caseline.sandbox.cases.CaseField.SUPPLIED_COMPANY;
import static io.caseline.sandbox.cases.CaseField.SUPPLIED_EMAIL;
import static io.caseline.sandbox.cases.CaseField.SUPPLIED_NAME;
import static io.caseline.sandbox.cases.CaseField.SUPPLIED_PHONE;
import static io.caseline.sandbox.cases.CaseField.TYPE;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A case as the page shows it. */
record CaseView(CaseRow row) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A field and its value; a dash if it is empty. */
    record Detail(String label, String value) {}

    public String id() {
        return row.id();
    }

    public @Nullable String number() {
        return row.text(CaseField.CASE_NUMBER);
    }

    public @Nullable String subject() {
        return row.text(CaseField.SUBJECT);
    }

    public @Nullable String status() {
        return row.text(CaseField.STATUS);
    }

    public boolean deleted() {
        return Boolean.TRUE.equals(row.get(CaseField.IS_DELETED));
    }

    /** The case that this one was merged into. */
    public @Nullable String mergedInto() {
        return row.text(CaseField.MASTER_RECORD_ID);
    }

    public @Nullable String description() {
        return row.text(CaseField.DESCRIPTION);
    }

    public List<Detail> contact() {
        return detailsOf(List.of(SUPPLIED_NAME, SUPPLIED_EMAIL, SUPPLIED_PHONE, SUPPLIED_COMPANY));
    }

    public List<Detail> details() {
        return detailsOf(List.of(PRIORITY, ORIGIN, TYPE, REASON, OWNER_ID, CREATED_DATE, LAST_MODIFIED_DATE));
    }

    public List<Detail> custom() {
        return detailsOf(
                Arrays.stream(CaseField.values()).filter(CaseField::isCustom).toList());
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    private List<Detail> detailsOf(List<CaseField> fields) {
        return fields.stream()
                .map(field -> new Detail(field.label(), format(row.get(field))))
                .toList();
    }

    private static String format(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return time(instant);
        }
        return value == null ? "—" : value.toString();
    }
}
