package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Registers schemas in the shared registry, as an application does when it starts. */
public final class RegisteredSchema {
    private RegisteredSchema() {}

    public static void of(Topic topic) throws IOException, InterruptedException {
        String schema = JsonMapper.shared()
                .writeValueAsString(
                        Map.of("schema", topic.schema().orElseThrow().toString(), "schemaType", "AVRO"));
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "%s/subjects/%s/versions".formatted(TestServices.registryUrl(), topic.subject())))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(schema))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }
}
