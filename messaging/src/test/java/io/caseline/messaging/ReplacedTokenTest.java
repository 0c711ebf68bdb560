package io.caseline.messaging;

import static io.caseline.messaging.MessagingFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.CaseEvent;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.MessageDeserializer;
import io.caseline.schemas.registry.RegistryAccess;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file with the registry's token held one that had expired, and was replaced. */
class ReplacedTokenTest {
    private static final String TOPIC = Topic.Names.CASES_EVENTS;

    private final RegistryProxy registry = RegistryProxy.secure();
    private final Path file = Path.of("target", "token-" + UUID.randomUUID());

    @BeforeEach
    void registerSchemas() throws IOException {
        token(RegistryProxy.TOKEN);
        new ContractSetup(
                        () -> true,
                        MessagingAutoConfiguration.schemaRegistry(access()),
                        () -> {},
                        Duration.ofMillis(200),
                        event -> {})
                .start();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void the_next_attempt_to_look_up_the_schemas_uses_the_new_token() throws IOException {
        PreparedSerializer serializer = new PreparedSerializer();
        Map<String, Object> settings = Map.of(RegistryAccess.SETTING, access());
        token("token-of-yesterday");
        assertThatThrownBy(() -> serializer.prepare(settings)).isInstanceOf(SchemaRegistryUnavailableException.class);
        assertThatThrownBy(() -> serializer.serialize(TOPIC, event()))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("the schemas are not looked up yet");

        token(RegistryProxy.TOKEN);
        serializer.prepare(settings);

        registry.fail(Outage.REFUSED);
        assertThat(serializer.serialize(TOPIC, event())).isNotEmpty();
    }

    @Test
    void a_file_that_is_empty_because_it_is_being_written_cannot_be_read() throws IOException {
        Map<String, Object> settings = Map.of(RegistryAccess.SETTING, access());
        token("");

        assertThatThrownBy(() -> new PreparedSerializer().prepare(settings))
                .hasMessageContaining("cannot read the registry's token file " + file);
    }

    @Test
    void a_consumer_that_was_made_before_uses_the_new_token() throws IOException {
        Map<String, Object> settings = Map.of(RegistryAccess.SETTING, access());
        try (MessageDeserializer deserializer = new MessageDeserializer()) {
            token("token-of-yesterday");
            deserializer.configure(settings, false);
            token(RegistryProxy.TOKEN);
            PreparedSerializer serializer = new PreparedSerializer();
            serializer.prepare(settings);
            CaseEvent event = event();

            assertThat(deserializer.deserialize(TOPIC, serializer.serialize(TOPIC, event)))
                    .isEqualTo(event);
        }
    }

    private RegistryAccess access() throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(Certificates.shared().context())
                .build();
        return new RegistryAccess(
                registry.url(),
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                http,
                Files.readString(Certificates.shared().authority()),
                () -> Optional.of(RegistryAccess.bearer(file)));
    }

    private void token(String token) throws IOException {
        Files.writeString(file, token);
    }
}
