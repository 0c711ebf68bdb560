package io.caseline.local.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders what this project uses of kustomize, so that the build needs no {@code kubectl}. A kustomization with anything else
 * is refused, and names of config maps get no hash. Where there is a {@code kubectl}, a test compares with it.
 */
final class Kustomizer {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Map<String, ObjectNode> resources = new LinkedHashMap<>();

    record Kustomization(
            String apiVersion,
            String kind,
            @Nullable String namespace,
            @Nullable List<Labels> labels,
            @Nullable List<String> resources,
            @Nullable List<String> components,
            @Nullable List<ConfigMap> configMapGenerator,
            @Nullable List<Image> images,
            @Nullable List<Patch> patches) {}

    record Labels(boolean includeTemplates, Map<String, String> pairs) {}

    record ConfigMap(
            String name,
            @Nullable String behavior,
            @Nullable List<String> envs,
            @Nullable List<String> literals) {}

    record Image(String name, String newName, String newTag) {}

    record Patch(String path) {}

    private Kustomizer() {}

    static Manifests render(Path folder) {
        Kustomizer kustomizer = new Kustomizer();
        kustomizer.add(folder);
        return new Manifests(List.copyOf(kustomizer.resources.values()));
    }

    static List<ObjectNode> documents(Path file) {
        return StreamSupport.stream(new Yaml().loadAll(read(file)).spliterator(), false)
                .map(document -> (ObjectNode) JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path folder) {
        Kustomization kustomization =
                JSON.treeToValue(documents(folder.resolve("kustomization.yaml")).getFirst(), Kustomization.class);
        list(kustomization.resources()).forEach(name -> addResource(folder.resolve(name)));
        list(kustomization.components()).forEach(name -> add(folder.resolve(name)));
        list(kustomization.configMapGenerator()).forEach(map -> addSettings(folder, map));
        list(kustomization.patches()).stream()
                .flatMap(patch -> documents(folder.resolve(patch.path())).stream())
                .forEach(this::patch);
        list(kustomization.labels()).forEach(this::label);
        list(kustomization.images()).forEach(this::setImage);
        if (kustomization.namespace() != null) {
            resources.values().stream()
                    .filter(resource -> !kind(resource).equals("Namespace"))
                    .forEach(resource -> resource.withObject("metadata").put("namespace", kustomization.namespace()));
        }
    }

    private void addResource(Path path) {
        if (Files.isDirectory(path)) {
            add(path);
            return;
        }
        documents(path).forEach(this::put);
    }

    private void put(ObjectNode resource) {
        if (resources.put(id(resource), resource) != null) {
            throw new IllegalArgumentException(id(resource) + " is there twice");
        }
    }

    private void addSettings(Path folder, ConfigMap map) {
        ObjectNode data = JSON.createObjectNode();
        list(map.envs()).stream()
                .flatMap(file -> read(folder.resolve(file)).lines())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> set(data, line));
        list(map.literals()).forEach(line -> set(data, line));
        if ("merge".equals(map.behavior())) {
            ObjectNode merged = Objects.requireNonNull(resources.get("ConfigMap " + map.name()), map.name());
            merged.withObject("data").setAll(data);
            return;
        }
        ObjectNode resource = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        resource.putObject("metadata").put("name", map.name());
        resource.set("data", data);
        put(resource);
    }

    private static void set(ObjectNode data, String line) {
        String[] setting = line.split("=", 2);
        data.put(setting[0], setting[1]);
    }

    private void patch(ObjectNode patch) {
        resources.computeIfPresent(id(patch), (id, resource) -> (ObjectNode) merge(resource, patch));
        Objects.requireNonNull(resources.get(id(patch)), () -> "no resource for the patch of " + id(patch));
    }

    /** Strategic merge: of lists, those whose elements have a name are merged by it, others are replaced. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (target instanceof ObjectNode object && patch.isObject()) {
            patch.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    object.remove(field.getKey());
                } else {
                    object.set(
                            field.getKey(),
                            object.has(field.getKey())
                                    ? merge(object.get(field.getKey()), field.getValue())
                                    : field.getValue());
                }
            });
            return object;
        }
        if (target instanceof ArrayNode list && patch.isArray() && hasNames(list) && hasNames(patch)) {
            patch.forEach(element -> mergeNamed(list, element));
            return list;
        }
        return patch;
    }

    private static void mergeNamed(ArrayNode list, JsonNode element) {
        for (int index = 0; index < list.size(); index++) {
            if (list.get(index).get("name").equals(element.get("name"))) {
                list.set(index, merge(list.get(index), element));
                return;
            }
        }
        list.add(element);
    }

    private static boolean hasNames(JsonNode list) {
        return list.valueStream().allMatch(element -> element.has("name"));
    }

    private void label(Labels labels) {
        resources.values().forEach(resource -> {
            labels.pairs()
                    .forEach((key, value) ->
                            resource.withObject("metadata").withObject("labels").put(key, value));
            if (labels.includeTemplates() && resource.at("/spec/template").isObject()) {
                labels.pairs()
                        .forEach((key, value) -> resource.withObject("/spec/template/metadata/labels")
                                .put(key, value));
            }
        });
    }

    private void setImage(Image image) {
        resources.values().stream()
                .flatMap(resource ->
                        resource.at("/spec/template/spec/containers").valueStream())
                .filter(container -> container.at("/image").asString().equals(image.name()))
                .forEach(container -> ((ObjectNode) container).put("image", image.newName() + ":" + image.newTag()));
    }

    private static String id(JsonNode resource) {
        return kind(resource) + " " + resource.at("/metadata/name").asString();
    }

    private static String kind(JsonNode resource) {
        return resource.at("/kind").asString();
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
