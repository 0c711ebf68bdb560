package io.caseline.gateway.intake;

import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's JSON object, read once: the fields are taken from it, and the request's identity is computed from it.
 * Nulls are dropped as it is read.
 */
public final class Payload {
    private final JsonMapper mapper;
    private final ObjectNode root;

    private Payload(JsonMapper mapper, ObjectNode root) {
        this.mapper = mapper;
        this.root = root;
    }

    /** A mapper that reads payloads no deeper than told, and writes them in canonical form. */
    public static JsonMapper mapper(int nesting) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(nesting)
                        .maxNumberLength(100)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.READ_NULL_PROPERTIES)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .build();
    }

    /** @throws MalformedPayloadException if the bytes are not one JSON object */
    public static Payload read(JsonMapper mapper, byte[] body) throws MalformedPayloadException {
        try {
            JsonNode tree = mapper.readTree(body);
            if (tree instanceof ObjectNode root) {
                return new Payload(mapper, root);
            }
            throw new MalformedPayloadException(tree == null || tree.isMissingNode() || body.length == 0);
        } catch (JacksonException e) {
            throw new MalformedPayloadException(true);
        }
    }

    public ObjectNode root() {
        return root;
    }

    /**
     * The request's identity: UUIDv5 of operation, scope, request id and the SHA-256 of the canonical payload. The
     * same request has the same id on every gateway, always.
     *
     * @param ids makes ids in the gateways' namespace
     * @param scope the program or merchant
     */
    public UUID correlationId(NameBasedGenerator ids, String operation, String scope, String requestId) {
        String digest = HexFormat.of().formatHex(sha256(mapper.writeValueAsBytes(root)));
        return ids.generate(operation + '|' + scope + '|' + requestId + '|' + digest);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The body is not a JSON object. */
    public static final class MalformedPayloadException extends Exception {
        private final boolean unreadable;

        MalformedPayloadException(boolean unreadable) {
            super(unreadable ? "no JSON" : "JSON, but no object", null, false, false);
            this.unreadable = unreadable;
        }

        /** Whether it is no JSON at all, rather than JSON of another kind. */
        public boolean unreadable() {
            return unreadable;
        }
    }
}
