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
 * The answers of a composite call so far, and the places in later parts that mean them: {@code @{referenceId.id}},
 * {@code @{referenceId.records[0].Id}}, {@code @{referenceId[0].id}}. As with a real org, a text that merely looks
 * like one is taken for one.
 */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("@\\{([^}]*)}");
    private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z0-9_]+)|\\[([0-9]{1,9})]");

    private final Map<String, JsonNode> answers = new HashMap<>();

    void add(String referenceId, JsonNode answer) {
        answers.put(referenceId, answer);
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
        JsonNode here = JsonNodeFactory.instance.missingNode();
        while (step.find() && step.start() == end) {
            if (end == 0) {
                here = answers.getOrDefault(reference.substring(0, step.end()), here);
            } else if (step.group(1) != null) {
                here = here.path(step.group(1));
            } else {
                here = here.path(Integer.parseInt(step.group(2)));
            }
            end = step.end();
        }
        if (end < reference.length() || here.isMissingNode() || here.isContainer()) {
            throw unresolved(reference);
        }
        return here.asString("");
    }

    private static ApiException unresolved(String reference) {
        String id = reference.split("[.\\[]", 2)[0];
        return ApiException.badRequest(
                "PROCESSING_HALTED",
                "Invalid reference specified. No value for %1$s found in %2$s. Provided referenceId ('%1$s') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."
                        .formatted(reference, id));
    }
}
