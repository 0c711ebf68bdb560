package io.caseline.gateway.pipeline;

import com.fasterxml.uuid.Generators;
import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.RequestSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes correlation ids: UUIDv5 of operation id, tenant, request id and the SHA-256 of the canonical payload. The same
 * request has the same id on every gateway, always.
 */
@Component
public class CorrelationIds {
    private final UUID namespace;
    private final JsonMapper canonical;
    private final JsonMapper escaped;

    CorrelationIds(RequestSettings settings) {
        this.namespace = settings.namespace();
        this.canonical = Payload.mapper(settings.nesting());
        this.escaped =
                canonical.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    }

    /** @param content the payload without what may differ between repeats */
    UUID of(String operationId, String tenant, String requestId, ObjectNode content) {
        String digest = HexFormat.of().formatHex(sha256(canonical(content)));
        // a generator locks, so requests do not share one
        return Generators.nameBasedGenerator(namespace)
                .generate(operationId + '|' + tenant + '|' + requestId + '|' + digest);
    }

    /** An unpaired surrogate, which a property that nobody reads may hold, has no UTF-8. */
    private byte[] canonical(ObjectNode content) {
        try {
            return canonical.writeValueAsBytes(content);
        } catch (JacksonException e) {
            return escaped.writeValueAsBytes(content);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
