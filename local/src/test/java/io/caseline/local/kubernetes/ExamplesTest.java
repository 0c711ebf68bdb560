package io.caseline.local.kubernetes;

import static io.caseline.local.kubernetes.Manifests.FOLDER;
import static io.caseline.local.kubernetes.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The examples, which an installation copies into its overlay. */
class ExamplesTest {

    @SuppressWarnings("unused") // of the parameterized test
    static final List<String> APPLICATIONS = Manifests.APPLICATIONS;

    @Test
    void the_job_has_only_fields_that_there_are_and_the_rights_of_a_pod() throws Exception {
        JsonNode job = example("directory-load.yaml");
        JsonNode pod = job.at("/spec/template/spec");
        JsonNode gateway =
                Manifests.of("production").one("Deployment", "gateway").at("/spec/template/spec");

        ResourceModels.check(job);
        assertThat(pod.at("/securityContext")).isEqualTo(gateway.at("/securityContext"));
        assertThat(pod.at("/containers/0/securityContext")).isEqualTo(gateway.at("/containers/0/securityContext"));
        assertThat(pod.at("/automountServiceAccountToken").booleanValue(true)).isFalse();
        assertThat(text(job, "/spec/template/metadata/labels/app.kubernetes.io~1part-of"))
                .isEqualTo("caseline");
    }

    @Test
    void the_job_finds_its_files_and_secrets() throws IOException {
        JsonNode job = example("directory-load.yaml");
        List<String> mounted = job.at("/spec/template/spec/volumes/0/projected/sources")
                .valueStream()
                .flatMap(source -> source.at("/secret/items").valueStream())
                .map(item -> "/run/caseline/" + text(item, "/path"))
                .toList();
        List<String> named = job.at("/spec/template/spec/containers/0/env")
                .valueStream()
                .map(variable -> text(variable, "/value"))
                .filter(value -> value.startsWith("/run/caseline/"))
                .toList();

        assertThat(named).containsExactlyInAnyOrderElementsOf(mounted);
        assertThat(Manifests.of("production").all("KafkaUser").map(Manifests::name))
                .contains(text(job, "/spec/template/spec/volumes/0/projected/sources/1/secret/name"));
    }

    @Test
    void an_analyst_may_read_what_is_for_everybody_and_nothing_else() throws Exception {
        JsonNode user = example("analyst.yaml");
        Set<String> topics = Arrays.stream(Topic.values())
                .map(Topic::topicName)
                .filter(topic -> topic.endsWith(".events") || topic.endsWith(".state"))
                .collect(Collectors.toSet());
        AclCommands guide = AclCommands.of(Kustomizer.read(Path.of("..", "docs/guides/security.md")));

        ResourceModels.check(user);
        assertThat(user.at("/spec/authorization/acls")
                        .valueStream()
                        .filter(acl -> text(acl, "/resource/type").equals("topic"))
                        .map(acl -> text(acl, "/resource/name") + " " + acl.at("/operations")))
                .containsExactlyInAnyOrderElementsOf(
                        topics.stream().map(topic -> topic + " [\"Read\"]").toList());
        assertThat(guide.allowed("analyst", "topic", "Read")).isEqualTo(topics);
        assertThat(guide.allowed("analyst", "topic", "Write")).isEmpty();
    }

    @Test
    void an_ingress_leads_to_ports_of_services_that_the_network_policies_open() throws Exception {
        Manifests manifests = Manifests.of("small");
        List<JsonNode> backends = new ArrayList<>();
        for (JsonNode ingress : Kustomizer.documents(FOLDER.resolve("examples/ingress.yaml"))) {
            ResourceModels.check(ingress);
            ingress.at("/spec/rules/0/http/paths").forEach(path -> backends.add(path.at("/backend/service")));
        }

        assertThat(backends).isNotEmpty().allSatisfy(backend -> {
            ObjectNode service = manifests.one("Service", text(backend, "/name"));
            JsonNode port = service.at("/spec/ports/0");
            assertThat(text(port, "/name")).isEqualTo(text(backend, "/port/name"));
            assertThat(manifests
                            .one("NetworkPolicy", text(service, "/spec/selector/app.kubernetes.io~1name"))
                            .at("/spec/ingress")
                            .valueStream()
                            .filter(rule -> rule.at("/from").toString().contains("ingress-nginx"))
                            .map(rule -> text(rule, "/ports/0/port")))
                    .containsExactly(text(port, "/port"));
        });
    }

    @Test
    void an_ingress_shows_partners_their_paths_and_no_other() throws IOException {
        String code = Kustomizer.read(Path.of("..", "gateway/src/main/java/io/caseline/gateway/ApiPaths.java"));

        assertThat(Kustomizer.documents(FOLDER.resolve("examples/ingress.yaml"))
                        .getFirst()
                        .at("/spec/rules/0/http/paths")
                        .valueStream()
                        .map(path -> text(path, "/path")))
                .containsExactlyInAnyOrderElementsOf(
                        Pattern.compile("(?:[ (]|, )\"(/(?!user|customerCare)[a-z0-9/-]+)\"")
                                .matcher(code)
                                .results()
                                .map(path -> path.group(1))
                                .toList());
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void the_registrys_credentials_are_settings_in_the_config_tree(String application) throws Exception {
        ObjectNode deployment = Manifests.of("small").one("Deployment", application);
        JsonNode patch = example("registry-credentials.yaml").get(0);
        String path = text(patch, "/path");
        assertThat(path).endsWith("/sources/-");
        ((ArrayNode) deployment.at(path.substring(0, path.length() - "/-".length()))).add(patch.get("value"));

        ResourceModels.check(deployment);
        String settings = Files.readString(Path.of("..", "docs/reference/settings.md"));
        assertThat(patch.at("/value/secret/items")).hasSize(2).allSatisfy(item -> {
            assertThat(text(item, "/path")).startsWith("config/");
            assertThat(settings)
                    .containsPattern("`" + Pattern.quote(text(item, "/path").substring("config/".length())) + "`");
        });
    }

    private static JsonNode example(String name) throws IOException {
        Object content =
                new Yaml().load(Files.readString(FOLDER.resolve("examples").resolve(name)));
        return JsonMapper.shared().valueToTree(content);
    }
}
