package io.caseline.cases.mapping;

import java.util.Map;
import java.util.UUID;

/**
 * A case to insert.
 *
 * @param fields values by the Salesforce field's name, without the external id
 */
public record NewCase(UUID correlationId, Map<String, Object> fields) {

    /** Keeps personal data out of every log. */
    @Override
    public String toString() {
        return "NewCase[" + correlationId + "]";
    }
}
