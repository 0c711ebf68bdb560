package io.caseline.sandbox.cases;

/** The types of field that the Case object has, by the names that describe and the parser's errors use. */
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

    /** What an error message calls a value of this type. */
    public String valueName() {
        return valueName;
    }

    public boolean isText() {
        return valueName.equals("string");
    }

    /** Ids compare exactly; every other text compares whatever its case. */
    public boolean isId() {
        return this == ID || this == REFERENCE;
    }
}
