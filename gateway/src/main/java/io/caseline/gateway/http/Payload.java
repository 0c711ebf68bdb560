package io.caseline.gateway.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A request's JSON object, parsed on first use: a request over its rate is refused unparsed. Nulls are dropped. */
public final class Payload {
    private final JsonMapper mapper;
    private final byte[] body;
    private @Nullable ObjectNode object;

    Payload(JsonMapper mapper, byte[] body) {
        this.mapper = mapper;
        this.body = body;
    }

    /** A mapper that reads no deeper than told, and writes in canonical form: sorted keys. */
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

    /** @throws MalformedPayloadException if the body is not one JSON object */
    public ObjectNode object() throws MalformedPayloadException {
        if (object == null) {
            object = parse();
        }
        return object;
    }

    private ObjectNode parse() throws MalformedPayloadException {
        if (body.length == 0) {
            throw new MalformedPayloadException(Defect.EMPTY);
        }
        try {
            JsonNode tree = mapper.readTree(body);
            if (tree instanceof ObjectNode root) {
                return root;
            }
            throw new MalformedPayloadException(
                    tree == null || tree.isMissingNode() ? Defect.NOT_JSON : Defect.NOT_AN_OBJECT);
        } catch (RuntimeException e) {
            // Jackson throws NumberFormatException for some numbers. No cause: its message quotes the body
            throw new MalformedPayloadException(Defect.NOT_JSON);
        }
    }

    /** What is wrong with a body that is not a JSON object. */
    public enum Defect {
        EMPTY,
        NOT_JSON,
        NOT_AN_OBJECT
    }

    /** The body is not a JSON object. */
    public static final class MalformedPayloadException extends Exception {
        private final Defect defect;

        MalformedPayloadException(Defect defect) {
            super(defect.name(), null, false, false);
            this.defect = defect;
        }

        public Defect defect() {
            return defect;
        }
    }
}
