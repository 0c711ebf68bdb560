package io.caseline.gateway.cases;

/**
 * One thing wrong with a request.
 *
 * @param description a sentence that names the field
 */
record Violation(Code code, String description) {

    /** The codes of the BaaS envelope. */
    enum Code {
        MISSING(200),
        LENGTH(400),
        PHONE_TYPE(600),
        INVALID(640),
        PROGRAM(1000);

        final int number;

        Code(int number) {
            this.number = number;
        }
    }

    static Violation required(String field) {
        return new Violation(Code.MISSING, field + " is required");
    }

    static Violation invalid(String field) {
        return new Violation(Code.INVALID, field + " is invalid");
    }

    static Violation length(String field, int least, int most) {
        return new Violation(Code.LENGTH, field + " must have " + least + " to " + most + " characters");
    }
}
