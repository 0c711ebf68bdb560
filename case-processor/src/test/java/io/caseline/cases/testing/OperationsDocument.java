package io.caseline.cases.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds every response that a test gets, and every accepted request, against the OpenAPI document. */
final class OperationsDocument {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode DOCUMENT = load();
    private static final List<String> HEADERS = List.of("Location", "Retry-After", "WWW-Authenticate");

    private OperationsDocument() {}

    static void check(HttpResponse<String> response, @Nullable String requestBody) {
        JsonNode operation = operation(response)
                .orElseThrow(() -> new AssertionError("undocumented: "
                        + response.request().method() + " " + response.uri().getPath()));
        JsonNode documented = resolved(operation.path("responses").path(Integer.toString(response.statusCode())));
        assertThat(documented.isMissingNode())
                .as("undocumented status %d of %s", response.statusCode(), response.uri())
                .isFalse();
        checkHeaders(response, documented.path("headers"));
        checkBody(response, documented.path("content"));
        if (requestBody != null && response.statusCode() < 300) {
            JsonNode content = resolved(operation.path("requestBody")).path("content");
            assertThat(errors(content.path("application/json").path("schema"), requestBody))
                    .as(requestBody)
                    .isEmpty();
        }
    }

    private static void checkHeaders(HttpResponse<String> response, JsonNode documented) {
        for (String header : HEADERS) {
            boolean present = response.headers().firstValue(header).isPresent();
            assertThat(present && documented.path(header).isMissingNode())
                    .as("undocumented header %s of %d of %s", header, response.statusCode(), response.uri())
                    .isFalse();
            assertThat(!present && documented.path(header).path("required").asBoolean(false))
                    .as("promised header %s of %d of %s", header, response.statusCode(), response.uri())
                    .isFalse();
        }
    }

    private static void checkBody(HttpResponse<String> response, JsonNode content) {
        if (response.body().isEmpty()) {
            assertThat(content.isMissingNode())
                    .as("promised body of %s", response.uri())
                    .isTrue();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        assertThat(content.path(type).isMissingNode())
                .as("undocumented type %s of %s", type, response.uri())
                .isFalse();
        if (type.endsWith("json") && !type.contains("ndjson")) {
            assertThat(errors(content.path(type).path("schema"), response.body()))
                    .as(response.body())
                    .isEmpty();
        } else if (type.contains("ndjson")) {
            response.body()
                    .lines()
                    .forEach(line -> assertThat(errors(reference("Submission"), line))
                            .as(line)
                            .isEmpty());
        }
    }

    private static JsonNode reference(String schema) {
        return JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    }

    /** A path without variables wins. */
    private static Optional<JsonNode> operation(HttpResponse<String> response) {
        String path = response.uri().getPath();
        String method = response.request().method().toLowerCase(Locale.ROOT);
        return DOCUMENT.path("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .sorted(Map.Entry.comparingByKey(
                        (one, other) -> Boolean.compare(one.contains("{"), other.contains("{"))))
                .map(entry -> entry.getValue().path(method))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private static JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : DOCUMENT.at(reference.substring(1));
    }

    /** The schema with the document's components beside it, so that its references are found. */
    private static List<Error> errors(JsonNode schema, String json) {
        ObjectNode whole = ((ObjectNode) schema).deepCopy();
        whole.set("components", DOCUMENT.path("components"));
        Schema compiled = SCHEMAS.getSchema(JSON.writeValueAsString(whole), InputFormat.JSON);
        return compiled.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static JsonNode load() {
        try (InputStream yaml = new ClassPathResource("operations-api.yaml").getInputStream()) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
