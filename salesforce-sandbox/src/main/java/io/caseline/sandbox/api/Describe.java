package io.caseline.sandbox.api;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.FieldType;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Describes the resources of the API, the only object, Case, and its fields. */
final class Describe {

    private Describe() {}

    static Map<String, Object> resources(String version) {
        String root = "/services/data/" + version;
        return Map.of(
                "sobjects", root + "/sobjects",
                "query", root + "/query",
                "queryAll", root + "/queryAll",
                "composite", root + "/composite",
                "limits", root + "/limits");
    }

    static Map<String, Object> objects(String version) {
        return Map.of("encoding", "UTF-8", "maxBatchSize", 200, "sobjects", List.of(caseObject(version)));
    }

    static Map<String, Object> basic(String version) {
        return Map.of("objectDescribe", caseObject(version), "recentItems", List.of());
    }

    static Map<String, Object> caseWithFields(String version, Collection<CaseField> hidden) {
        Map<String, Object> describe = caseObject(version);
        describe.put(
                "fields",
                Arrays.stream(CaseField.values())
                        .filter(field -> !hidden.contains(field))
                        .map(Describe::field)
                        .toList());
        describe.put(
                "childRelationships",
                List.of(Map.of(
                        "childSObject", "CaseComment", "field", "ParentId", "relationshipName", "CaseComments")));
        describe.put(
                "recordTypeInfos",
                List.of(recordType("012000000000000AAA", "Master"), recordType("012000000000001AAA", "Customer_Care")));
        return describe;
    }

    private static Map<String, Object> caseObject(String version) {
        String url = "/services/data/" + version + "/sobjects/Case";
        Map<String, Object> describe = new LinkedHashMap<>();
        describe.put("name", "Case");
        describe.put("label", "Case");
        describe.put("labelPlural", "Cases");
        describe.put("keyPrefix", CaseId.PREFIX);
        describe.put("custom", false);
        describe.put("createable", true);
        describe.put("updateable", true);
        describe.put("deletable", true);
        describe.put("queryable", true);
        describe.put("retrieveable", true);
        describe.put("searchable", false);
        describe.put("urls", Map.of("sobject", url, "describe", url + "/describe", "rowTemplate", url + "/{ID}"));
        return describe;
    }

    /** Every org has Master, which means that a record has no record type. */
    private static Map<String, Object> recordType(String id, String developerName) {
        boolean master = developerName.equals("Master");
        return Map.of(
                "recordTypeId", id,
                "developerName", developerName,
                "name", developerName.replace('_', ' '),
                "active", true,
                "available", true,
                "defaultRecordTypeMapping", master,
                "master", master);
    }

    private static Map<String, @Nullable Object> field(CaseField field) {
        boolean number = field.type() == FieldType.DOUBLE;
        Map<String, @Nullable Object> describe = new LinkedHashMap<>();
        describe.put("name", field.apiName());
        describe.put("label", field.label());
        describe.put("type", field.type().describeName());
        describe.put("soapType", field.type().soapType());
        describe.put("length", number ? 0 : field.length());
        describe.put("byteLength", number ? 0 : field.length() * 3);
        describe.put("precision", number ? field.length() : 0);
        describe.put("scale", 0);
        describe.put("digits", 0);
        describe.put("custom", field.isCustom());
        describe.put("createable", field.isCreateable());
        describe.put("updateable", field.isUpdateable());
        describe.put("nillable", field.isCreateable() && field != CaseField.OWNER_ID);
        describe.put("defaultedOnCreate", isSetByOrg(field));
        describe.put("autoNumber", field == CaseField.CASE_NUMBER);
        describe.put("calculated", false);
        describe.put("filterable", field.isFilterable());
        describe.put("sortable", field.isFilterable());
        describe.put("unique", field.isExternalId());
        describe.put("externalId", field.isExternalId());
        describe.put("idLookup", field.isExternalId() || field == CaseField.ID);
        describe.put("caseSensitive", false);
        describe.put("restrictedPicklist", false);
        describe.put(
                "picklistValues",
                field.picklist().stream()
                        .map(value -> picklistValue(field, value))
                        .toList());
        describe.put("referenceTo", referenceTo(field));
        return describe;
    }

    private static boolean isSetByOrg(CaseField field) {
        return !field.isCreateable()
                || field == CaseField.OWNER_ID
                || field.defaultValue().isPresent();
    }

    private static Map<String, Object> picklistValue(CaseField field, String value) {
        boolean isDefault = field.defaultValue().filter(value::equals).isPresent();
        return Map.of("active", true, "defaultValue", isDefault, "label", value, "value", value);
    }

    private static List<String> referenceTo(CaseField field) {
        if (field == CaseField.OWNER_ID) {
            return List.of("Group", "User");
        }
        return field == CaseField.RECORD_TYPE_ID ? List.of("RecordType") : List.of();
    }
}
