package io.caseline.gateway.intake;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a caller gets back.
 *
 * @param headers beside {@code Content-Type} and {@code X-GD-RequestId}, which every answer has
 * @param code the envelope's or document's code, for the metrics; "none" for an answer without one
 * @param body written as JSON
 */
public record Answer(int status, String code, Map<String, String> headers, Object body) {

    public static Answer of(int status, String code, Object body) {
        return new Answer(status, code, Map.of(), body);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, code, more, body);
    }

    public Answer applied(Preference preference) {
        return preference
                .applied()
                .map(applied -> with("Preference-Applied", applied))
                .orElse(this);
    }
}
