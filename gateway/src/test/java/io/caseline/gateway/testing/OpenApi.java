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
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks every response that a test gets, and every accepted request, against the OpenAPI document. */
final class OpenApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode DOCUMENT = load();

    /** Those that mean something here; the others are the server's. */
    private static final List<String> HEADERS = List.of(
            "Location",
            "Retry-After",
            "Preference-Applied",
            "RateLimit",
            "RateLimit-Policy",
            "WWW-Authenticate",
            "X-GD-RequestId",
            "X-GD-ResponseId",
            "X-GD-ResponseCode");

    private OpenApi() {}

    /** The status is documented, and so are its body and headers. */
    static void check(HttpResponse<String> response) {
        Optional<JsonNode> operation = operation(response);
        if (operation.isEmpty()) {
            return;
        }
        String status = Integer.toString(response.statusCode());
        JsonNode documented = resolved(operation.get().path("responses").path(status));
        assertThat(documented.isMissingNode())
                .as("undocumented status %s of %s", status, response.uri())
                .isFalse();
        checkHeaders(response, documented.path("headers"));
        if (!response.body().isEmpty()) {
            JsonNode schema =
                    documented.path("content").path("application/json").path("schema");
            assertThat(errors(schema, response.body())).as(response.body()).isEmpty();
        }
    }

    /** A request that was accepted is one that the document allows. */
    static void checkRequest(HttpResponse<String> response, String body) {
        Optional<JsonNode> operation = operation(response);
        if (response.statusCode() == 202 && operation.isPresent()) {
            JsonNode schema = operation
                    .get()
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            assertThat(errors(schema, body)).as(body).isEmpty();
        }
    }

    /** No header of the API's is there that is not documented, and none is missing that the document promises. */
    private static void checkHeaders(HttpResponse<String> response, JsonNode documented) {
        for (String header : HEADERS) {
            JsonNode promise = resolved(documented.path(header));
            Optional<String> value = response.headers().firstValue(header);
            if (value.isPresent()) {
                assertThat(promise.isMissingNode())
                        .as("undocumented header %s of %d of %s", header, response.statusCode(), response.uri())
                        .isFalse();
                JsonNode schema = promise.path("schema");
                boolean text = schema.path("type").asString("").equals("string");
                assertThat(errors(schema, text ? JSON.writeValueAsString(value.get()) : value.get()))
                        .as(header)
                        .isEmpty();
            } else {
                assertThat(promise.path("required").asBoolean(false))
                        .as("promised header %s of %d of %s", header, response.statusCode(), response.uri())
                        .isFalse();
            }
        }
    }

    private static Optional<JsonNode> operation(HttpResponse<String> response) {
        String path = response.uri().getPath();
        String method = response.request().method().toLowerCase(Locale.ROOT);
        return DOCUMENT.path("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
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
        try (InputStream yaml = new ClassPathResource("openapi.yaml").getInputStream()) {
            return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
