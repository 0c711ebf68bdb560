package io.caseline.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response.
 *
 * @param headers beside {@code Content-Type} and {@code X-GD-RequestId}, which every response has
 * @param code the envelope's or document's code, for the metrics; "none" for a response without one
 * @param body written as JSON
 */
public record Response(int status, String code, Map<String, String> headers, Object body) {

    public static Response of(int status, String code, Object body) {
        return new Response(status, code, Map.of(), body);
    }

    public Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, code, more, body);
    }

    /** With {@code Preference-Applied}, if the caller has stated a preference. */
    Response applied(Preference preference) {
        return preference
                .applied()
                .map(applied -> with("Preference-Applied", applied))
                .orElse(this);
    }
}
