package io.caseline.web;

import java.util.Map;
import org.apache.catalina.connector.Request;

/** How an application reports a refusal of its server. */
@FunctionalInterface
public interface RefusalBody {

    String PROBLEM = "application/problem+json";

    /** Problem details, unless an application has an envelope of its own. */
    static Body problem(Request request, int status, String sentence) {
        return new Body(PROBLEM, Map.of(), problem(status, sentence));
    }

    /** @param sentence without characters that JSON escapes */
    static String problem(int status, String sentence) {
        return "{\"status\":" + status + ",\"title\":\"Refused\",\"detail\":\"" + sentence + "\"}";
    }

    record Body(String contentType, Map<String, String> headers, String text) {}

    Body of(Request request, int status, String sentence);
}
