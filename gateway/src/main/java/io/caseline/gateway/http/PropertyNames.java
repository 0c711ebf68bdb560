package io.caseline.gateway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The documented property names of a JSON object and of the objects in it. Callers spell them in any case. Other names are
 * none of the document's, and stay as they are.
 */
public final class PropertyNames {
    private final Map<String, String> bySpelling = new HashMap<>();
    private final Map<String, PropertyNames> nested;
    private final int longest;

    private PropertyNames(List<String> names, Map<String, PropertyNames> nested) {
        this.nested = nested;
        names.forEach(name -> bySpelling.put(lowerCase(name), name));
        names.forEach(name -> bySpelling.put(name, name)); // found without another look
        longest = names.stream().mapToInt(String::length).max().orElse(0);
    }

    /** The names of an object without documented objects in it. */
    public static PropertyNames of(String... names) {
        return new PropertyNames(List.of(names), Map.of());
    }

    /** The names with that of an object in it. */
    public PropertyNames with(String name, PropertyNames names) {
        List<String> all = new ArrayList<>(bySpelling.values());
        all.add(name);
        Map<String, PropertyNames> more = new HashMap<>(nested);
        more.put(name, names);
        return new PropertyNames(all, more);
    }

    /**
     * Gives the documented properties their documented names.
     *
     * @return the name of a property that the object has in two spellings; empty if all went well
     */
    Optional<String> applyTo(ObjectNode object) {
        @Nullable Map<String, String> renamed = null;
        for (String name : object.propertyNames()) {
            String documented = documented(name);
            if (documented != null && !documented.equals(name)) {
                renamed = renamed == null ? new HashMap<>() : renamed;
                if (object.has(documented) || renamed.put(documented, name) != null) {
                    return Optional.of(documented);
                }
            }
        }
        if (renamed != null) {
            renamed.forEach((documented, name) -> object.set(documented, object.remove(name)));
        }
        for (Map.Entry<String, PropertyNames> inner : nested.entrySet()) {
            JsonNode value = object.get(inner.getKey());
            Optional<String> twice =
                    value instanceof ObjectNode child ? inner.getValue().applyTo(child) : Optional.empty();
            if (twice.isPresent()) {
                return Optional.of(inner.getKey() + '.' + twice.get());
            }
        }
        return Optional.empty();
    }

    private @Nullable String documented(String name) {
        String exact = bySpelling.get(name);
        return exact != null || name.length() > longest ? exact : bySpelling.get(lowerCase(name));
    }

    /** Of ASCII letters only: no other character is another case of one in a documented name. */
    private static String lowerCase(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] >= 'A' && letters[i] <= 'Z') {
                letters[i] = Character.toLowerCase(letters[i]);
            }
        }
        return new String(letters);
    }
}
