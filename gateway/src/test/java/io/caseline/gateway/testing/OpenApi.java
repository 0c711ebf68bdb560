package io.caseline.gateway.testing;

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
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds every answer that a test gets, and every request that was accepted, against the OpenAPI document. */
final class OpenApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode DOCUMENT = load();

    private OpenApi() {}

    static void check(HttpResponse<String> answer, Optional<String> requestBody) {
        Optional<JsonNode> operation = operation(answer);
        if (operation.isEmpty()) {
            return;
        }
        String status = Integer.toString(answer.statusCode());
        JsonNode response = resolved(operation.get().path("responses").path(status));
        assertThat(response.isMissingNode()).as("undocumented status " + status).isFalse();
        if (!answer.body().isEmpty()) {
            JsonNode schema = response.path("content").path("application/json").path("schema");
            assertThat(errors(schema, answer.body())).as(answer.body()).isEmpty();
        }
        if (answer.statusCode() == 202) {
            JsonNode schema = operation
                    .get()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            requestBody.ifPresent(
                    body -> assertThat(errors(schema, body)).as(body).isEmpty());
        }
    }

    private static Optional<JsonNode> operation(HttpResponse<String> answer) {
        String path = answer.uri().getPath();
        String method = answer.request().method();
        String template = path.startsWith("/programs/")
                ? path.matches("/programs/[^/]+/customerCare/cases")
                        ? "/programs/{programCode}/customerCare/cases"
                        : "/programs/{programCode}/customerCare/cases/{correlationId}"
                : path.replaceFirst("^/retailer/user/associate/[^/]+$", "/retailer/user/associate/{correlationId}");
        JsonNode operation = DOCUMENT.path("paths").path(template).path(method.equals("GET") ? "get" : "post");
        return operation.isMissingNode() ? Optional.empty() : Optional.of(operation);
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
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
