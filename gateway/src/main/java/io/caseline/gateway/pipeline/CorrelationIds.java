package io.caseline.gateway.pipeline;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.RequestSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes correlation ids: UUIDv5 of operation, scope, request id and the SHA-256 of the canonical payload. The same
 * request has the same id on every gateway, always.
 */
@Component
public class CorrelationIds {
    private final NameBasedGenerator ids;
    private final JsonMapper canonical;

    CorrelationIds(RequestSettings settings) {
        this.ids = Generators.nameBasedGenerator(settings.namespace());
        this.canonical = Payload.mapper(settings.nesting());
    }

    /**
     * @param operation the API's name for what is requested
     * @param scope the program or merchant
     * @param content the payload without what may differ between repeats
     */
    UUID of(String operation, String scope, String requestId, ObjectNode content) {
        String digest = HexFormat.of().formatHex(sha256(canonical.writeValueAsBytes(content)));
        return ids.generate(operation + '|' + scope + '|' + requestId + '|' + digest);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
