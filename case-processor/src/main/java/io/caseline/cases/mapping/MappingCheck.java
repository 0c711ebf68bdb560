package io.caseline.cases.mapping;

import io.caseline.cases.mapping.MappingSettings.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the mapping settings against the org's own description of Case. Each problem is one sentence that names the field
 * and the setting, and quotes no value.
 */
public final class MappingCheck {
    private static final String MAPPING = "caseline.mapping.";
    private static final String RECORD_TYPE = "RecordTypeId";
    private static final String OWNER = "OwnerId";
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z]{15}([0-9A-Za-z]{3})?");
    private static final Pattern USER_OR_QUEUE = Pattern.compile("00(5|G).*");
    private static final int CORRELATION_ID = 36;

    private final Map<String, OrgField> org;
    private final List<OrgRecordType> recordTypes;
    private final List<String> problems = new ArrayList<>();

    private MappingCheck(Collection<OrgField> org, List<OrgRecordType> recordTypes) {
        this.recordTypes = recordTypes;
        this.org = org.stream().collect(Collectors.toMap(field -> key(field.name()), Function.identity()));
    }

    /** @return what is wrong; empty if cases can be sent */
    public static List<String> problems(
            MappingSettings mapping,
            String externalIdField,
            Collection<OrgField> org,
            List<OrgRecordType> recordTypes) {
        MappingCheck check = new MappingCheck(org, recordTypes);
        check.externalId(externalIdField);
        mapping.fields().forEach(check::field);
        mapping.constants().forEach((name, value) -> check.constant(MAPPING + "constants[" + name + "]", name, value));
        mapping.programs()
                .forEach((program, constants) -> constants.forEach((name, value) ->
                        check.constant(MAPPING + "programs." + program + "[" + name + "]", name, value)));
        return List.copyOf(check.problems);
    }

    /** Without it one correlation id could make two cases. */
    private void externalId(String name) {
        String setting = "caseline.salesforce.external-id-field";
        OrgField field = writable(setting, name);
        if (field == null) {
            return;
        }
        if (!field.unique() || !field.externalId()) {
            problem(setting, name, "is not both an external id and unique");
        }
        if (!field.isText() || field.length() < CORRELATION_ID) {
            problem(setting, name, "does not take a text of 36 characters");
        }
    }

    private void field(String name, Field mapped) {
        if (mapped.from() == Source.NOTHING) {
            return;
        }
        String setting = MAPPING + "fields[" + name + "]";
        OrgField field = writable(setting, name);
        if (field == null) {
            return;
        }
        if (mapped.from().isNumber()) {
            if (!field.isNumber()) {
                problem(setting, name, "is of type " + field.type() + " and takes no number");
            }
            return;
        }
        if (!field.isText() || field.isReference()) {
            // a wrong id is taken for a setting's, so that a partner's would hold everybody
            problem(setting, name, "is of type " + field.type() + " and takes no text");
            return;
        }
        Integer max = mapped.maxLength();
        if (max == null || max > field.length()) {
            problem(setting, name, "takes " + field.length() + " characters; set max-length to no more");
        }
    }

    private void constant(String setting, String name, String value) {
        OrgField field = writable(setting, name);
        if (field == null) {
            return;
        }
        if (key(name).equals(key(RECORD_TYPE))) {
            recordType(setting, name, value);
            return;
        }
        if (field.isReference()) {
            id(setting, name, value);
            return;
        }
        if (field.isText() && value.length() > field.length()) {
            problem(setting, name, "takes " + field.length() + " characters; the value has " + value.length());
        }
        if (!field.takes(value)) {
            problem(setting, name, "is a restricted picklist without this value");
        }
    }

    private void id(String setting, String name, String value) {
        if (!ID.matcher(value).matches()) {
            problem(setting, name, "takes an id of 15 or 18 letters and digits; the value is not one");
            return;
        }
        if (key(name).equals(key(OWNER)) && !USER_OR_QUEUE.matcher(value).matches()) {
            problem(setting, name, "takes the id of a user (005…) or of a queue (00G…); the value is neither");
        }
    }

    /** Salesforce would refuse each such case, as the id may be one of another object, or of a record type of others. */
    private void recordType(String setting, String name, String id) {
        Optional<OrgRecordType> known =
                recordTypes.stream().filter(type -> type.hasId(id)).findFirst();
        if (known.isEmpty()) {
            problem(setting, name, "has no such record type");
            return;
        }
        if (!known.get().active()) {
            problem(setting, name, "has this record type, but it is not active");
            return;
        }
        if (!known.get().available()) {
            problem(setting, name, "has this record type, but this user may not use it");
        }
    }

    private @Nullable OrgField writable(String setting, String name) {
        OrgField field = org.get(key(name));
        if (field == null) {
            problem(setting, name, "does not exist, or this user may not see it");
            return null;
        }
        if (!field.createable()) {
            problem(setting, name, "cannot be set on a new case by this user");
            return null;
        }
        return field;
    }

    private void problem(String setting, String name, String what) {
        problems.add(setting + ": Case." + name + " " + what);
    }

    /** Salesforce's names ignore case. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
