package io.caseline.web;

import java.util.Map;
import org.apache.catalina.connector.Request;

/** How an application reports a refusal of its server. */
@FunctionalInterface
public interface RefusalBody {

    /**
     * Problem details, unless an application has an envelope of its own.
     *
     * @param sentence without characters that JSON escapes
     */
    static Body problem(Request request, int status, String sentence) {
        return new Body(
                "application/problem+json",
                Map.of(),
                "{\"status\":" + status + ",\"title\":\"Refused\",\"detail\":\"" + sentence + "\"}");
    }

    record Body(String contentType, Map<String, String> headers, String text) {}

    Body of(Request request, int status, String sentence);
}
