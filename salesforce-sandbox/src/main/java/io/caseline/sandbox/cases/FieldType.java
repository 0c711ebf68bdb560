package io.caseline.sandbox.cases;

/** The field types of the Case object, with their names in describe responses and in error messages. */
public enum FieldType {
    ID("id", "tns:ID", "string"),
    REFERENCE("reference", "tns:ID", "string"),
    STRING("string", "xsd:string", "string"),
    TEXTAREA("textarea", "xsd:string", "string"),
    EMAIL("email", "xsd:string", "string"),
    PHONE("phone", "xsd:string", "string"),
    PICKLIST("picklist", "xsd:string", "string"),
    DOUBLE("double", "xsd:double", "double"),
    BOOLEAN("boolean", "xsd:boolean", "boolean"),
    DATETIME("datetime", "xsd:dateTime", "dateTime");

    private final String describeName;
    private final String soapType;
    private final String valueName;

    FieldType(String describeName, String soapType, String valueName) {
        this.describeName = describeName;
        this.soapType = soapType;
        this.valueName = valueName;
    }

    public String describeName() {
        return describeName;
    }

    public String soapType() {
        return soapType;
    }

    /** The name of the type in error messages. */
    public String valueName() {
        return valueName;
    }

    public boolean isText() {
        return valueName.equals("string");
    }

    /** Ids are compared exactly, all other text without regard to case. */
    public boolean isId() {
        return this == ID || this == REFERENCE;
    }
}
