package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.schemas.testing.RegistryProxy;
import io.caseline.schemas.testing.RegistryProxy.Illness;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The registry goes away while consumers have not looked up a schema yet. */
@TestPropertySource(
        properties = {
            "caseline.registry.retry-every=100ms",
            "caseline.registry.timeout=1s",
            "caseline.tellers.hold.first=200ms",
            "caseline.tellers.hold.longest=500ms"
        })
@DirtiesContext
class RegistryAwayTest extends WholeApplicationTest {
    private static final RegistryProxy REGISTRY = new RegistryProxy();
    private static final String LANE = "teller-processor";

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @Autowired
    KafkaOperations<String, Object> kafka;

    @Autowired
    ProducerFactory<?, ?> producers;

    @Autowired
    MeterRegistry meters;

    @DynamicPropertySource
    static void registry(DynamicPropertyRegistry properties) {
        properties.add("spring.kafka.properties.apicurio.registry.url", () -> REGISTRY.url() + "/apis/registry/v3");
    }

    @AfterEach
    void back() {
        REGISTRY.heal();
        container(RecorderListener.ID).start();
        container(LANE).start();
    }

    @Test
    void commands_wait_for_a_registry_that_is_away_and_none_is_lost() {
        stop(RecorderListener.ID, LANE);
        Merchant merchant = new Merchant("m" + UUID.randomUUID(), "CC970");
        AssociateTellerCard[] commands = Stream.generate(() -> command(merchant, "t", UUID.randomUUID()))
                .limit(5)
                .toArray(AssociateTellerCard[]::new);
        pipeline.submit(commands);
        double deadLetters = deadLetters();
        REGISTRY.fallIll(Illness.UNAVAILABLE);
        container(RecorderListener.ID).start();
        await().until(() -> REGISTRY.asked() >= 3);
        REGISTRY.heal();
        await().until(() -> received(merchant) == 5);

        REGISTRY.fallIll(Illness.UNAVAILABLE);
        container(LANE).start();
        await().until(() -> REGISTRY.asked() >= 3);
        REGISTRY.heal();
        Stream.of(commands)
                .forEach(
                        command -> assertThat(pipeline.awaitReplies(command, 1)).hasSize(1));
        assertThat(deadLetters()).isEqualTo(deadLetters);
    }

    @Test
    void bytes_that_are_no_command_keep_those_beside_them_neither_from_being_received_nor_from_being_answered() {
        stop(RecorderListener.ID, LANE);
        Merchant merchant = new Merchant("m" + UUID.randomUUID(), "CC970");
        AssociateTellerCard before = command(merchant, "t", UUID.randomUUID());
        AssociateTellerCard after = command(merchant, "t", UUID.randomUUID());
        byte[] whole = bytes(before);
        kafka.executeInTransaction(operations -> {
            Stream.<Object>of(whole, Arrays.copyOf(whole, whole.length - 9), Arrays.copyOf(whole, 5), bytes(after))
                    .forEach(value -> operations
                            .send(Topic.Names.TELLERS_COMMANDS, 0, "key", value)
                            .join());
            return true;
        });
        double deadLetters = deadLetters();
        container(RecorderListener.ID).start();
        await().until(() -> received(merchant) == 2);

        container(LANE).start();
        List.of(before, after)
                .forEach(command -> await().until(() ->
                        pipeline.count("teller_outcome", "correlation_id", command.getCorrelationId()) == 1));
        await().until(() -> deadLetters() == deadLetters + 2);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private long received(Merchant merchant) {
        return pipeline.count("teller_request", "merchant_id", merchant.id());
    }

    /** What they have looked up goes with them. */
    private void stop(String... ids) {
        Stream.of(ids).forEach(id -> container(id).stop());
    }

    private MessageListenerContainer container(String id) {
        return Objects.requireNonNull(listeners.getListenerContainer(id));
    }

    private double deadLetters() {
        return meters.find("caseline.dead.letters").tag("topic", Topic.Names.TELLERS_COMMANDS).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    @SuppressWarnings("unchecked")
    private byte[] bytes(AssociateTellerCard command) {
        Serializer<Object> serializer = (Serializer<Object>) Objects.requireNonNull(
                Objects.requireNonNull(producers.getValueSerializerSupplier()).get());
        serializer.configure(producers.getConfigurationProperties(), false);
        return Objects.requireNonNull(serializer.serialize(Topic.Names.TELLERS_COMMANDS, command));
    }
}
