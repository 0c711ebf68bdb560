package io.caseline.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caseline.schemas.ConnectionFailure;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the registry for a schema before the library does: what a library throws does not say reliably whether the registry
 * or the message is at fault. A lookup that fails or takes too long throws {@link SchemaRegistryUnavailableException}.
 * Further lookups then fail at once for a while, so that a poll does not wait for each of its records.
 */
final class SchemaLookups {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The registry's own codes; a proxy in front of it also answers 404 when it finds no registry. */
    private static final Set<Integer> UNKNOWN = Set.of(40401, 40403);

    /** Not sendAsync: it completes on the common pool, which may be busy. */
    private static final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    private final RegistryAccess registry;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<Registration> registered = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Failure last;

    SchemaLookups(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * The schema with this id.
     *
     * @throws SchemaRegistryUnavailableException if the registry gives no usable answer
     * @throws SerializationException if the registry says that it has no such schema
     */
    Schema get(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        String text = ask("/schemas/ids/" + id, null).path("schema").asText();
        try {
            Schema schema = new Schema.Parser().parse(text);
            schemas.put(id, schema);
            return schema;
        } catch (SchemaParseException e) {
            throw new SerializationException("its schema " + id + " is not Avro");
        }
    }

    /**
     * Returns if the schema is a version of the subject of the topic's values.
     *
     * @throws SchemaRegistryUnavailableException if the registry gives no usable answer
     * @throws SerializationException if the registry does not know it
     */
    void requireRegistered(String topic, Schema schema) {
        Registration key = new Registration(topic, schema.getFullName());
        if (!registered.contains(key)) {
            ask("/subjects/" + topic + "-value", JSON.createObjectNode().put("schema", schema.toString()));
            registered.add(key);
        }
    }

    /** What the library could not look up, though the registry has just answered. */
    SchemaRegistryUnavailableException failed(RuntimeException library) {
        return failed(ConnectionFailure.describe(library));
    }

    private JsonNode ask(String path, @Nullable JsonNode body) {
        Failure failure = last;
        if (failure != null
                && System.nanoTime() - failure.nanoTime()
                        < registry.retryEvery().toNanos()) {
            throw new SchemaRegistryUnavailableException(failure.reason());
        }
        HttpResponse<String> response = send(path, body);
        JsonNode answer = parse(response.body());
        if (response.statusCode() == 404
                && UNKNOWN.contains(answer.path("error_code").asInt())) {
            throw new SerializationException("the registry does not know its schema: "
                    + answer.path("error_code").asInt());
        }
        if (response.statusCode() != 200) {
            throw failed(ConnectionFailure.describe(response.statusCode()));
        }
        if (!answer.has("schema")) {
            throw failed("its answer is not a schema registry's");
        }
        return answer;
    }

    private HttpResponse<String> send(String path, @Nullable JsonNode body) {
        HttpRequest request = request(path, body);
        Future<HttpResponse<String>> answer =
                asking.submit(() -> registry.http().send(request, asText()));
        try {
            return answer.get(registry.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw failed("no answer within " + registry.timeout().toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchemaRegistryUnavailableException("interrupted");
        } catch (ExecutionException e) {
            throw failed(ConnectionFailure.describe(e));
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(String path, @Nullable JsonNode body) {
        try {
            HttpRequest.Builder request = registry.request(path);
            if (body != null) {
                request.header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
            }
            return request.build();
        } catch (UncheckedIOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static HttpResponse.BodyHandler<String> asText() {
        return HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    SchemaRegistryUnavailableException failed(String reason) {
        last = new Failure(reason, System.nanoTime());
        return new SchemaRegistryUnavailableException(reason);
    }

    private record Registration(String topic, String schema) {}

    private record Failure(String reason, long nanoTime) {}
}
