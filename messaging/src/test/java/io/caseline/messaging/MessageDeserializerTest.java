package io.caseline.messaging;

import static io.caseline.messaging.MessagingFixture.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.MessageDeserializer;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the deserializer makes of messages, of other bytes, and of an unavailable registry. */
class MessageDeserializerTest {
    private static final String TOPIC = Topic.Names.CASES_COMMANDS;

    private static MessagingFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new MessagingFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void a_registry_that_cannot_be_reached_is_unavailable_and_the_message_is_not_unreadable() {
        MessageDeserializer away = fixture.deserializer("http://fixture.registry.invalid:8080");
        assertThatThrownBy(() -> away.deserialize(TOPIC, new RecordHeaders(), fixture.bytes(command())))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageStartingWith("The schema registry is unavailable: ")
                .hasNoCause();
    }

    @Test
    void an_unavailable_registry_is_not_asked_for_each_record() {
        byte[] message = fixture.bytes(command());
        try (RegistryProxy failing = new RegistryProxy()) {
            MessageDeserializer deserializer = fixture.deserializer(failing.url());
            failing.fail(Outage.UNAVAILABLE);
            for (int i = 0; i < 500; i++) {
                assertThatThrownBy(() -> deserializer.deserialize(TOPIC, new RecordHeaders(), message))
                        .isInstanceOf(SchemaRegistryUnavailableException.class)
                        .hasMessageContaining("HTTP 503");
            }
            assertThat(failing.asked()).isEqualTo(1);
        }
    }

    @Test
    void a_registry_that_only_the_library_cannot_reach_is_unavailable_and_bytes_that_are_no_message_are_unreadable() {
        byte[] message = fixture.bytes(command());
        String away = "http://fixture.registry.invalid:8080";
        MessageDeserializer deserializer = fixture.deserializer(
                fixture.registry.url(), Map.of("apicurio.registry.url", away, "schema.registry.url", away));

        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, Arrays.copyOf(message, 10)))
                .isInstanceOf(SerializationException.class)
                .hasMessageStartingWith("its bytes are no message: ");
        assertThatThrownBy(() -> deserializer.deserialize(Topic.Names.CASES_EVENTS, message))
                .isInstanceOf(SerializationException.class)
                .hasMessage("a io.caseline.messages.SubmitCase is no message of cases.events");
        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, message))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
    }

    @Test
    void random_bytes_are_never_taken_for_an_unavailable_registry() {
        MessageDeserializer deserializer = fixture.deserializer(fixture.registry.url());
        byte[] whole = fixture.bytes(command());
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), whole)).isInstanceOf(SubmitCase.class);
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[5 + random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(whole, 0, bytes, 0, 5);
            try {
                deserializer.deserialize(TOPIC, new RecordHeaders(), bytes);
            } catch (SerializationException e) {
                assertThat(e)
                        .hasMessageStartingWith("its bytes are no message: ")
                        .hasNoCause();
            }
        }
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), whole)).isInstanceOf(SubmitCase.class);
    }

    @Test
    void a_header_that_asks_for_another_encoding_changes_nothing() {
        MessageDeserializer deserializer = fixture.deserializer(fixture.registry.url());
        SubmitCase command = command();
        Headers json = new RecordHeaders().add("apicurio.value.encoding", "JSON".getBytes(StandardCharsets.UTF_8));

        assertThat(deserializer.deserialize(TOPIC, json, fixture.bytes(command)))
                .isEqualTo(command);
        assertThat(deserializer.deserialize(TOPIC, new RecordHeaders(), fixture.bytes(command)))
                .isEqualTo(command);
    }
}
