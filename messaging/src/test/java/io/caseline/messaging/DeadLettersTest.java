package io.caseline.messaging;

import static io.caseline.messaging.MessagingFixture.await;
import static io.caseline.messaging.MessagingFixture.command;
import static io.caseline.messaging.MessagingFixture.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unreadable bytes become dead letters, messages whose schema cannot be looked up wait: on a real broker and registry. */
class DeadLettersTest {
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

    @AfterEach
    void heal() {
        fixture.registry.heal();
    }

    @ParameterizedTest
    @EnumSource
    void while_the_registry_is_unavailable_messages_wait_and_none_is_a_dead_letter(Outage outage) {
        fixture.stopConsumers();
        SubmitCase first = command();
        SubmitCase second = command();
        fixture.send(fixture.bytes(first), fixture.bytes(second));
        fixture.registry.fail(outage);
        int failures = fixture.listeners.failures.get();
        fixture.startConsumers();

        await().until(() -> fixture.listeners.failures.get() >= failures + 4);
        assertThat(fixture.listeners.read(first)).isEmpty();
        fixture.registry.heal();

        await().untilAsserted(() -> {
            assertThat(fixture.listeners.read(first)).containsExactlyInAnyOrder("inbox", "recorder");
            assertThat(fixture.listeners.read(second)).containsExactlyInAnyOrder("inbox", "recorder");
        });
        assertThat(fixture.deadLetters(fixture.bytes(first), fixture.bytes(second)))
                .isEmpty();
    }

    @Test
    void bytes_that_are_not_a_message_become_a_dead_letter_and_the_rest_of_its_batch_goes_on() {
        fixture.stopConsumers();
        SubmitCase before = command();
        SubmitCase after = command();
        byte[] whole = fixture.bytes(before);
        byte[][] poison = {
            Arrays.copyOf(whole, whole.length - 7),
            Arrays.copyOf(whole, 5),
            Arrays.copyOf(whole, 3),
            {},
            "no Avro".getBytes(StandardCharsets.UTF_8),
            random(whole),
            ByteBuffer.wrap(whole.clone()).putInt(1, 987_654_321).array(),
            ByteBuffer.wrap(whole.clone()).putInt(1, -1).array(),
            fixture.bytes(Topic.Names.CASES_EVENTS, event())
        };
        fixture.send(Stream.of(Stream.of(whole), Arrays.stream(poison), Stream.of(fixture.bytes(after)))
                .flatMap(records -> records)
                .toArray(byte[][]::new));
        fixture.startConsumers();

        await().untilAsserted(() -> {
            assertThat(fixture.listeners.read(before)).containsExactlyInAnyOrder("inbox", "recorder");
            assertThat(fixture.listeners.read(after)).containsExactlyInAnyOrder("inbox", "recorder");
        });
        for (byte[] bytes : poison) {
            await().untilAsserted(() -> assertThat(fixture.deadLetters(bytes)).isNotEmpty());
        }
    }

    @Test
    void a_dead_letter_is_the_record_itself_with_its_position_and_the_reason() {
        byte[] whole = fixture.bytes(command());
        byte[] cut = Arrays.copyOf(whole, whole.length - 7);
        UUID key = UUID.randomUUID();
        long time = 1_700_000_000_123L;
        ProducerRecord<String, Object> record = new ProducerRecord<>(TOPIC, 3, time, key.toString(), cut);
        record.headers()
                .add("traceparent", "00-1".getBytes(StandardCharsets.UTF_8))
                .add("twice", new byte[] {1});
        record.headers().add("twice", new byte[] {2, 0, -1});
        long offset = fixture.template().send(record).join().getRecordMetadata().offset();
        SubmitCase good = command();
        fixture.send(fixture.bytes(good));

        await().until(() -> fixture.listeners.read(good).contains("inbox"));
        await().until(() -> !fixture.deadLetters(cut).isEmpty());
        assertThat(fixture.deadLetters(cut)).first().satisfies(dead -> {
            assertThat(dead.key()).isEqualTo(key.toString());
            assertThat(dead.value()).isEqualTo(cut);
            assertThat(dead.headers().headers("twice"))
                    .extracting(Header::value)
                    .containsExactly(new byte[] {1}, new byte[] {2, 0, -1});
            assertThat(text(dead, "traceparent")).isEqualTo("00-1");
            assertThat(text(dead, "kafka_dlt-original-topic")).isEqualTo(TOPIC);
            assertThat(number(dead, "kafka_dlt-original-partition").getInt()).isEqualTo(3);
            assertThat(number(dead, "kafka_dlt-original-offset").getLong()).isEqualTo(offset);
            assertThat(number(dead, "kafka_dlt-original-timestamp").getLong()).isEqualTo(time);
            assertThat(text(dead, "kafka_dlt-exception-message")).isEqualTo("its bytes are no message: EOFException");
            assertThat(dead.headers().toArray())
                    .extracting(Header::key)
                    .noneMatch(name -> name.contains("Deserializer") || name.contains("stacktrace"));
        });
    }

    private static String text(ConsumerRecord<String, byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static ByteBuffer number(ConsumerRecord<String, byte[]> record, String header) {
        return ByteBuffer.wrap(record.headers().lastHeader(header).value());
    }

    private static byte[] random(byte[] whole) {
        byte[] bytes = Arrays.copyOf(whole, 60);
        Arrays.fill(bytes, 5, 60, (byte) -1);
        return bytes;
    }
}
