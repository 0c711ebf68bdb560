package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Resolves references to the responses of earlier parts of a composite call: {@code @{referenceId.id}},
 * {@code @{referenceId.records[0].Id}}, {@code @{referenceId[0].id}}. As in a real org, any text of this form is
 * treated as a reference.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("@\\{([^}]*)}");
    private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z0-9_]+)|\\[([0-9]{1,9})]");

    private final Map<String, JsonNode> responses = new HashMap<>();

    void add(String referenceId, JsonNode response) {
        responses.put(referenceId, response);
    }

    String resolve(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    JsonNode resolve(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> {
                ObjectNode resolved = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(property -> resolved.set(property.getKey(), resolve(property.getValue())));
                yield resolved;
            }
            case ArrayNode array -> {
                ArrayNode resolved = JsonNodeFactory.instance.arrayNode();
                array.values().forEach(element -> resolved.add(resolve(element)));
                yield resolved;
            }
            case StringNode text -> StringNode.valueOf(resolve(text.stringValue()));
            default -> json;
        };
    }

    private String value(MatchResult found) {
        String reference = found.group(1);
        Matcher step = STEP.matcher(reference);
        int end = 0;
        JsonNode value = JsonNodeFactory.instance.missingNode();
        while (step.find() && step.start() == end) {
            if (end == 0) {
                value = responses.getOrDefault(reference.substring(0, step.end()), value);
            } else if (step.group(1) != null) {
                value = value.path(step.group(1));
            } else {
                value = value.path(Integer.parseInt(step.group(2)));
            }
            end = step.end();
        }
        if (end < reference.length() || value.isMissingNode() || value.isContainer()) {
            throw unresolved(reference);
        }
        return value.asString("");
    }

    private static ApiException unresolved(String reference) {
        String id = reference.split("[.\\[]", 2)[0];
        return ApiException.badRequest(
                "PROCESSING_HALTED",
                "Invalid reference specified. No value for %1$s found in %2$s. Provided referenceId ('%1$s') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."
                        .formatted(reference, id));
    }
}
