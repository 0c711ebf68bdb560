package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.ListenerControl;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.RegistryProxy.Outage;
import io.caseline.schemas.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The registry becomes unavailable before consumers have looked up a schema, as after a rebalance. */
@TestPropertySource(properties = {"caseline.registry.retry-every=100ms", "caseline.registry.timeout=1s"})
@Import(ListenerControl.class)
@OwnApplication
class RegistryUnavailableTest extends RunningCaseProcessor {
    private static final String LISTENER = "case-commands";
    private static final RegistryProxy REGISTRY = new RegistryProxy();

    @Autowired
    ListenerControl listeners;

    @DynamicPropertySource
    static void registry(DynamicPropertyRegistry properties) {
        properties.add("tests.registry.url", REGISTRY::url);
    }

    @AfterEach
    void makeAvailable() {
        REGISTRY.heal();
        listeners.start(LISTENER);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "HANGING"})
    void commands_wait_while_the_registry_is_unavailable_and_none_is_lost(Outage outage) {
        listeners.stop(LISTENER);
        SubmitCase[] commands = Stream.generate(() -> asking("Waits")).limit(5).toArray(SubmitCase[]::new);
        send(commands);
        double deadLetters = listeners.deadLetters(Topic.Names.CASES_COMMANDS);
        REGISTRY.fail(outage);
        listeners.start(LISTENER);
        await().until(() -> REGISTRY.asked() >= 3);
        assertThat(commands)
                .allMatch(command -> ledger.find(command.getCorrelationId()).isEmpty());
        await().until(() -> meters.get("caseline.listener.paused")
                        .tag("listener", LISTENER)
                        .gauge()
                        .value()
                == 1);
        REGISTRY.heal();

        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        assertThat(events(commands)).hasSize(5);
        assertThat(listeners.deadLetters(Topic.Names.CASES_COMMANDS)).isEqualTo(deadLetters);
    }

    @Test
    void bytes_that_are_no_command_become_dead_letters_and_those_beside_them_are_created() {
        listeners.stop(LISTENER);
        SubmitCase before = asking("Before poison");
        SubmitCase after = asking("After poison");
        byte[] whole = listeners.bytes(Topic.Names.CASES_COMMANDS, before);
        send(Stream.<Object>of(before, Arrays.copyOf(whole, whole.length - 9), Arrays.copyOf(whole, 5), after)
                .map(value -> new ProducerRecord<>(Topic.Names.CASES_COMMANDS, 0, "key", value))
                .toList());
        double deadLetters = listeners.deadLetters(Topic.Names.CASES_COMMANDS);
        listeners.start(LISTENER);

        List.of(before, after).forEach(command -> awaitState(command, CREATED));
        await().until(() -> listeners.deadLetters(Topic.Names.CASES_COMMANDS) == deadLetters + 2);
    }
}
