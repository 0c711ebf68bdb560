package io.caseline.tellers.inbox;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.testing.ListenerControl;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.schemas.Topic;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The registry becomes unavailable before the consumers have looked up a schema. */
@TestPropertySource(
        properties = {
            "caseline.registry.retry-every=100ms",
            "caseline.registry.timeout=1s",
            "caseline.tellers.retry.first=200ms",
            "caseline.tellers.retry.max=500ms"
        })
@Import(ListenerControl.class)
@DirtiesContext
class RegistryUnavailableTest extends WholeApplicationTest {
    private static final RegistryProxy REGISTRY = new RegistryProxy();
    private static final String LISTENER = CommandListener.ID;

    @Autowired
    ListenerControl listeners;

    @Autowired
    KafkaOperations<String, Object> kafka;

    @DynamicPropertySource
    static void registry(DynamicPropertyRegistry properties) {
        properties.add("tests.registry.url", REGISTRY::url);
    }

    @AfterEach
    void the_registry_is_available_again() {
        REGISTRY.heal();
        listeners.start(CommandRecorder.ID);
        listeners.start(LISTENER);
    }

    @Test
    void commands_wait_for_an_unavailable_registry_and_none_is_lost() {
        listeners.stop(CommandRecorder.ID, LISTENER);
        Merchant merchant = new Merchant("m" + UUID.randomUUID(), "CC970");
        AssociateTellerCard[] commands = Stream.generate(() -> command(merchant, "t", UUID.randomUUID()))
                .limit(5)
                .toArray(AssociateTellerCard[]::new);
        pipeline.submit(commands);
        double deadLetters = listeners.deadLetters(Topic.Names.TELLERS_COMMANDS);
        REGISTRY.fail(Outage.UNAVAILABLE);
        listeners.start(CommandRecorder.ID);
        await().until(() -> REGISTRY.asked() >= 3);
        REGISTRY.heal();
        await().until(() -> received(merchant) == 5);

        REGISTRY.fail(Outage.UNAVAILABLE);
        listeners.start(LISTENER);
        await().until(() -> REGISTRY.asked() >= 3);
        REGISTRY.heal();
        Stream.of(commands)
                .forEach(
                        command -> assertThat(pipeline.awaitReplies(command, 1)).hasSize(1));
        assertThat(listeners.deadLetters(Topic.Names.TELLERS_COMMANDS)).isEqualTo(deadLetters);
    }

    @Test
    void bytes_that_no_schema_reads_stop_no_other_command() {
        listeners.stop(CommandRecorder.ID, LISTENER);
        Merchant merchant = new Merchant("m" + UUID.randomUUID(), "CC970");
        AssociateTellerCard before = command(merchant, "t", UUID.randomUUID());
        AssociateTellerCard after = command(merchant, "t", UUID.randomUUID());
        byte[] whole = listeners.bytes(Topic.Names.TELLERS_COMMANDS, before);
        Stream.<Object>of(
                        whole,
                        Arrays.copyOf(whole, whole.length - 9),
                        Arrays.copyOf(whole, 5),
                        listeners.bytes(Topic.Names.TELLERS_COMMANDS, after))
                .forEach(value -> kafka.send(Topic.Names.TELLERS_COMMANDS, 0, "key", value)
                        .join());
        double deadLetters = listeners.deadLetters(Topic.Names.TELLERS_COMMANDS);
        listeners.start(CommandRecorder.ID);
        await().until(() -> received(merchant) == 2);

        listeners.start(LISTENER);
        List.of(before, after)
                .forEach(command -> await().until(() ->
                        pipeline.count("teller_outcome", "correlation_id", command.getCorrelationId()) == 1));
        await().until(() -> listeners.deadLetters(Topic.Names.TELLERS_COMMANDS) == deadLetters + 2);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private long received(Merchant merchant) {
        return pipeline.count("received_command", "merchant_id", merchant.id());
    }
}
