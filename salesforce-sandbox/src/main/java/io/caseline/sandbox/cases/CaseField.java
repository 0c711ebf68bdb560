package io.caseline.sandbox.cases;

import static io.caseline.sandbox.cases.CaseField.Access.CREATE_ONLY;
import static io.caseline.sandbox.cases.CaseField.Access.READ_ONLY;
import static io.caseline.sandbox.cases.CaseField.Access.READ_WRITE;
import static io.caseline.sandbox.cases.FieldType.BOOLEAN;
import static io.caseline.sandbox.cases.FieldType.DATETIME;
import static io.caseline.sandbox.cases.FieldType.DOUBLE;
import static io.caseline.sandbox.cases.FieldType.EMAIL;
import static io.caseline.sandbox.cases.FieldType.PHONE;
import static io.caseline.sandbox.cases.FieldType.PICKLIST;
import static io.caseline.sandbox.cases.FieldType.REFERENCE;
import static io.caseline.sandbox.cases.FieldType.STRING;
import static io.caseline.sandbox.cases.FieldType.TEXTAREA;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of the Case object. Describe, validation, SOQL and the table {@code cases} all follow this list; a
 * column has the name of its field.
 */
public enum CaseField {
    ID("Id", "Case ID", FieldType.ID, 18, READ_ONLY),
    CASE_NUMBER("CaseNumber", "Case Number", STRING, 30, READ_ONLY),
    SUBJECT("Subject", "Subject", STRING, 255, READ_WRITE),
    DESCRIPTION("Description", "Description", TEXTAREA, 32000, READ_WRITE),
    SUPPLIED_EMAIL("SuppliedEmail", "Web Email", EMAIL, 80, CREATE_ONLY),
    SUPPLIED_NAME("SuppliedName", "Web Name", STRING, 80, CREATE_ONLY),
    SUPPLIED_PHONE("SuppliedPhone", "Web Phone", PHONE, 40, CREATE_ONLY),
    SUPPLIED_COMPANY("SuppliedCompany", "Web Company", STRING, 80, CREATE_ONLY),
    ORIGIN("Origin", "Case Origin", PICKLIST, 255, READ_WRITE),
    REASON("Reason", "Case Reason", PICKLIST, 255, READ_WRITE),
    TYPE("Type", "Case Type", PICKLIST, 255, READ_WRITE),
    STATUS("Status", "Status", PICKLIST, 255, READ_WRITE),
    PRIORITY("Priority", "Priority", PICKLIST, 255, READ_WRITE),
    OWNER_ID("OwnerId", "Owner ID", REFERENCE, 18, READ_WRITE),
    RECORD_TYPE_ID("RecordTypeId", "Record Type ID", REFERENCE, 18, READ_WRITE),
    CREATED_DATE("CreatedDate", "Created Date", DATETIME, 0, READ_ONLY),
    LAST_MODIFIED_DATE("LastModifiedDate", "Last Modified Date", DATETIME, 0, READ_ONLY),
    SYSTEM_MODSTAMP("SystemModstamp", "System Modstamp", DATETIME, 0, READ_ONLY),
    IS_DELETED("IsDeleted", "Deleted", BOOLEAN, 0, READ_ONLY),
    /** The case that a merged one became part of. */
    MASTER_RECORD_ID("MasterRecordId", "Master Record ID", REFERENCE, 18, READ_ONLY),
    IS_CLOSED("IsClosed", "Closed", BOOLEAN, 0, READ_ONLY),
    CORRELATION_ID("Caseline_Correlation_Id__c", "Caseline Correlation Id", STRING, 36, READ_WRITE),
    PROGRAM("Caseline_Program__c", "Caseline Program", STRING, 50, READ_WRITE),
    REQUEST_ID("Caseline_Request_Id__c", "Caseline Request Id", STRING, 36, READ_WRITE),
    ACCOUNT_ID("Caseline_Account_Id__c", "Caseline Account Id", STRING, 100, READ_WRITE),
    ACCOUNT_HOLDER_ID("Caseline_Account_Holder_Id__c", "Caseline Account Holder Id", STRING, 100, READ_WRITE),
    DEVICE("Caseline_Device__c", "Caseline Device", STRING, 255, READ_WRITE),
    /** A whole number of at most {@code length} digits. */
    PHONE_TYPE("Caseline_Phone_Type__c", "Caseline Phone Type", DOUBLE, 2, READ_WRITE);

    /** When a client may set the field. */
    public enum Access {
        READ_ONLY,
        CREATE_ONLY,
        READ_WRITE
    }

    private static final Map<String, CaseField> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(field -> key(field.apiName), Function.identity()));

    private final String apiName;
    private final String label;
    private final FieldType type;
    private final int length;
    private final Access access;

    CaseField(String apiName, String label, FieldType type, int length, Access access) {
        this.apiName = apiName;
        this.label = label;
        this.type = type;
        this.length = length;
        this.access = access;
    }

    /** Finds a field by its name, ignoring case. */
    public static Optional<CaseField> named(String name) {
        return Optional.ofNullable(BY_NAME.get(key(name)));
    }

    @JsonValue
    public String apiName() {
        return apiName;
    }

    public String label() {
        return label;
    }

    public FieldType type() {
        return type;
    }

    public int length() {
        return length;
    }

    /** The default values. Other values are accepted too, because the picklists are not restricted. */
    public List<String> picklist() {
        return switch (this) {
            case ORIGIN -> List.of("Phone", "Email", "Web");
            case REASON -> List.of("New problem", "Existing problem", "User education");
            case TYPE -> List.of("Problem", "Feature Request", "Question");
            case STATUS -> List.of("New", "Working", "Escalated", "Closed");
            case PRIORITY -> List.of("High", "Medium", "Low");
            default -> List.of();
        };
    }

    /** The value of a new case if the client sends none. */
    public Optional<String> defaultValue() {
        return switch (this) {
            case STATUS -> Optional.of("New");
            case PRIORITY -> Optional.of("Medium");
            default -> Optional.empty();
        };
    }

    public boolean isCreateable() {
        return access != READ_ONLY;
    }

    public boolean isUpdateable() {
        return access == READ_WRITE;
    }

    public boolean isCustom() {
        return apiName.endsWith("__c");
    }

    /** Whether the field is unique and identifies a record in a request. */
    public boolean isExternalId() {
        return this == CORRELATION_ID;
    }

    /** A long text area can be read, but queries cannot filter or sort by it. */
    public boolean isFilterable() {
        return type != TEXTAREA;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
