package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.FOLDER;
import static io.caseline.local.kubernetes.Manifests.name;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every rendered resource is one that Kubernetes and the operators accept. */
class KustomizeTest {

    @SuppressWarnings("unused") // of the parameterized tests
    static final List<String> OVERLAYS = Manifests.OVERLAYS;

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void every_resource_has_only_fields_that_there_are(String overlay) throws JsonProcessingException {
        for (ObjectNode resource : Manifests.of(overlay).resources()) {
            ResourceModels.check(resource);
        }
    }

    @Test
    void an_unknown_field_and_a_value_of_another_type_are_refused() {
        ObjectNode unknown = Manifests.of("small").one("Deployment", "gateway");
        unknown.withObject("/spec/template/spec/containers/0/readinessProbe/httpGet")
                .put("pth", "/");
        ObjectNode number = Manifests.of("small").one("ConfigMap", "gateway");
        number.withObject("data").put("SERVER_PORT", 8400);

        assertThatThrownBy(() -> ResourceModels.check(unknown))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("pth");
        assertThatThrownBy(() -> ResourceModels.check(number))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("SERVER_PORT");
    }

    @ParameterizedTest
    @FieldSource("OVERLAYS")
    void kubectl_renders_the_same(String overlay) throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not installed");
        Process kubectl = new ProcessBuilder(
                        "kubectl",
                        "kustomize",
                        FOLDER.resolve("overlays").resolve(overlay).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(kubectl.waitFor()).isZero();
        assertThat(byName(withoutHashes(output)))
                .isEqualTo(byName(Manifests.of(overlay).resources()));
    }

    @Test
    void every_file_is_used() throws IOException {
        List<String> kustomizations;
        try (Stream<Path> files = Files.walk(FOLDER)) {
            kustomizations = files.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(Kustomizer::read)
                    .toList();
        }

        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.startsWith(FOLDER.resolve("examples")))
                            .map(file -> file.getFileName().toString())
                            .filter(name ->
                                    !List.of("kustomization.yaml", "README.md").contains(name)))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(kustomizations).anyMatch(text -> text.contains(name)));
        }
    }

    private static Map<String, JsonNode> byName(List<ObjectNode> resources) {
        Map<String, JsonNode> byName = new TreeMap<>();
        resources.forEach(resource -> byName.put(text(resource, "/kind") + " " + name(resource), resource));
        return byName;
    }

    /** kubectl adds a hash of the content to the names of config maps. */
    private static List<ObjectNode> withoutHashes(String output) {
        String text = output;
        for (JsonNode resource : documents(output)) {
            if (text(resource, "/kind").equals("ConfigMap")) {
                text = text.replace(name(resource), name(resource).replaceAll("-[a-z0-9]{10}$", ""));
            }
        }
        return documents(text);
    }

    private static List<ObjectNode> documents(String text) {
        return StreamSupport.stream(new Yaml().loadAll(text).spliterator(), false)
                .map(document -> (ObjectNode) JsonMapper.shared().<JsonNode>valueToTree(document))
                .toList();
    }
}
