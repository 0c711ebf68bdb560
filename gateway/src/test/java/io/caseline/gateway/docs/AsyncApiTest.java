package io.caseline.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.NodeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The AsyncAPI document is that of the topics and schemas. It is generated: {@code -Dcaseline.docs.write=true} writes it anew. */
class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("src", "main", "resources", "static", "docs", "asyncapi.json");

    @Test
    void the_document_is_that_of_the_topics_and_schemas() throws IOException {
        String document = AsyncApi.document();

        if (Boolean.getBoolean("caseline.docs.write")) {
            Files.writeString(DOCUMENT, document);
            return;
        }

        assertThat(DOCUMENT).as("written anew with -Dcaseline.docs.write=true").hasContent(document);
    }

    @Test
    void it_has_the_topics_for_everybody_and_no_other() {
        assertThat(JsonMapper.shared()
                        .readTree(AsyncApi.document())
                        .get("channels")
                        .valueStream()
                        .map(channel -> channel.get("address").asString()))
                .contains("cases.events", "tellers.events")
                .allMatch(topic -> topic.endsWith(".events") || topic.endsWith(".state"));
    }

    @Test
    void every_reference_leads_somewhere() {
        JsonNode root = JsonMapper.shared().readTree(AsyncApi.document());
        List<String> references = new ArrayList<>();
        root.findValues("$ref").forEach(reference -> references.add(reference.asString()));

        assertThat(references)
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        reference -> assertThat(root.at(reference.substring(1)).isMissingNode())
                                .isFalse());
    }

    @Test
    void asyncapis_own_schema_accepts_it() throws Exception {
        String output = new NodeTests("asyncapi.test.mjs", "the AsyncAPI document")
                .pass(Map.of("DOCUMENT", DOCUMENT.toAbsolutePath().toString()));

        assertThat(output).containsPattern("(tests|# tests) 2").containsPattern("fail 0");
    }
}
