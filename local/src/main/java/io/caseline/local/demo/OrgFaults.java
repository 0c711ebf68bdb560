package io.caseline.local.demo;

import io.caseline.cli.CliException;
import io.caseline.local.demo.Partner.Answer;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the sandbox refuse records for a while, and leaves its other faults as they are. */
final class OrgFaults {

    private static final String PATH = "/sandbox/faults";

    private final Partner sandbox;

    OrgFaults(Partner sandbox) {
        this.sandbox = sandbox;
    }

    /** Refuses each record whose field contains the text. Returns the faults before, for {@link #restore}. */
    JsonNode refuse(String field, String text, String code, String message) throws IOException, InterruptedException {
        JsonNode before = sandbox.get(PATH, Map.of(), answer -> false).body();
        ObjectNode faults = (ObjectNode) before.deepCopy();
        ArrayNode records = faults.withArray("failRecords");
        records.addObject()
                .put("field", field)
                .put("contains", text)
                .put("statusCode", code)
                .put("message", message);
        restore(faults);
        return before;
    }

    void restore(JsonNode faults) throws IOException, InterruptedException {
        Answer answer = sandbox.put(PATH, faults.toString());
        if (answer.status() / 100 != 2) {
            throw new CliException("the sandbox does not take these faults: " + answer.body());
        }
    }
}
