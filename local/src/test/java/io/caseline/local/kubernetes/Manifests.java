package io.caseline.local.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The resources of a rendered overlay. */
record Manifests(List<ObjectNode> resources) {

    static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    static final List<String> OVERLAYS = List.of("small", "production");
    static final List<String> APPLICATIONS = List.of("gateway", "case-processor", "teller-processor");

    static Manifests of(String overlay) {
        return Kustomizer.render(FOLDER.resolve("overlays").resolve(overlay));
    }

    Stream<ObjectNode> all(String kind) {
        return resources.stream().filter(resource -> text(resource, "/kind").equals(kind));
    }

    ObjectNode one(String kind, String name) {
        return all(kind)
                .filter(resource -> name(resource).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind, name)));
    }

    /** The only container of a deployment. */
    JsonNode container(String application) {
        return one("Deployment", application).at("/spec/template/spec/containers/0");
    }

    /** What a deployment's container gets as environment, from its config maps. */
    Map<String, String> environment(String application) {
        Map<String, String> environment = new TreeMap<>();
        container(application)
                .at("/envFrom")
                .forEach(from -> one("ConfigMap", text(from, "/configMapRef/name"))
                        .at("/data")
                        .properties()
                        .forEach(entry ->
                                environment.put(entry.getKey(), entry.getValue().stringValue())));
        return environment;
    }

    static String name(JsonNode resource) {
        return text(resource, "/metadata/name");
    }

    static String text(JsonNode node, String path) {
        return node.at(path).asString();
    }
}
