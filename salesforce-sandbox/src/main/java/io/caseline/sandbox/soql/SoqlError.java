package io.caseline.sandbox.soql;

import io.caseline.sandbox.ApiException;

/** Errors in a query, in the format of Salesforce: an excerpt, a caret below the position, and a message. */
final class SoqlError {

    private static final int CONTEXT = 40;

    private SoqlError() {}

    static ApiException unexpected(String query, int position, String found) {
        return at(query, position, "MALFORMED_QUERY", "unexpected token: '" + found + "'");
    }

    static ApiException malformed(String query, int position, String message) {
        return at(query, position, "MALFORMED_QUERY", message);
    }

    static ApiException invalidField(String query, int position, String message) {
        return at(query, position, "INVALID_FIELD", message);
    }

    static ApiException at(String query, int position, String errorCode, String message) {
        int start = Math.max(0, position - CONTEXT);
        String excerpt = query.substring(start, Math.min(query.length(), position + CONTEXT));
        return ApiException.badRequest(
                errorCode,
                "\n%s\n%s^\nERROR at Row:1:Column:%d\n%s"
                        .formatted(excerpt, " ".repeat(position - start), position + 1, message));
    }
}
