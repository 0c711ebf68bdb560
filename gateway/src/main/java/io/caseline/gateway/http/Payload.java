package io.caseline.gateway.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request's JSON object, parsed on first use: a request over its rate is refused unparsed. Documented properties have
 * their documented names, and nulls are dropped.
 */
public final class Payload {
    private final ObjectReader reader;
    private final byte[] body;
    private @Nullable ObjectNode object;

    Payload(ObjectReader reader, byte[] body) {
        this.reader = reader;
        this.body = body;
    }

    /** Reads payloads, with their nulls at first. */
    static ObjectReader reader(JsonMapper mapper) {
        return mapper.reader().with(JsonNodeFeature.READ_NULL_PROPERTIES);
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

    /**
     * @param names the same at each call
     * @throws MalformedPayloadException if the body is not one JSON object, or has a property twice
     */
    public ObjectNode object(PropertyNames names) throws MalformedPayloadException {
        if (object == null) {
            object = parse(names);
        }
        return object;
    }

    private ObjectNode parse(PropertyNames names) throws MalformedPayloadException {
        if (body.length == 0) {
            throw new MalformedPayloadException(Defect.EMPTY, "");
        }
        JsonNode tree = tree();
        if (!(tree instanceof ObjectNode root)) {
            throw new MalformedPayloadException(
                    tree == null || tree.isMissingNode() ? Defect.NOT_JSON : Defect.NOT_AN_OBJECT, "");
        }
        // while nulls are there: a property that is null in one spelling is there twice, too
        Optional<String> twice = names.applyTo(root);
        if (twice.isPresent()) {
            throw new MalformedPayloadException(Defect.PROPERTY_TWICE, twice.get());
        }
        dropNulls(root);
        return root;
    }

    private @Nullable JsonNode tree() throws MalformedPayloadException {
        try {
            return reader.readTree(body);
        } catch (RuntimeException e) {
            // Jackson throws NumberFormatException for some numbers. No cause: its message quotes the body
            throw new MalformedPayloadException(Defect.NOT_JSON, "");
        }
    }

    /** No deeper than the parser's limit of nesting. */
    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Payload::dropNulls);
    }

    /** What is wrong with a body that is not a JSON object. */
    public enum Defect {
        EMPTY,
        NOT_JSON,
        NOT_AN_OBJECT,
        PROPERTY_TWICE
    }

    /** The body is not a JSON object. */
    public static final class MalformedPayloadException extends Exception {
        private final Defect defect;
        private final String property;

        MalformedPayloadException(Defect defect, String property) {
            super(defect.name(), null, false, false);
            this.defect = defect;
            this.property = property;
        }

        public Defect defect() {
            return defect;
        }

        /** The documented name of the property that is there twice; otherwise empty. */
        public String property() {
            return property;
        }
    }
}
