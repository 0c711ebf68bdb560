package io.caseline.gateway.commands;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.schemas.MessageHeaders;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The headers of a command tell the processor who waits for its reply. */
@ExtendWith(SharedGateway.class)
class CommandHeadersTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";
    private static final String ASSOCIATION = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},"accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    private final String requestId = UUID.randomUUID().toString();

    @Test
    void a_command_says_until_when_its_caller_waits(Gateway gateway) {
        Instant before = Instant.now().minusMillis(1);
        gateway.post(CASES, requestId, BODY, "Prefer", "wait=30");
        ConsumerRecord<String, ?> command =
                gateway.processors().commands(requestId, 1).getFirst();

        assertThat(MessageHeaders.waitUntil(command.headers()))
                .hasValueSatisfying(time -> assertThat(time)
                        .isBetween(before.plusSeconds(30), Instant.now().plusSeconds(30)));
        assertThat(MessageHeaders.sendId(command.headers())).isEmpty();
    }

    @Test
    void a_command_whose_caller_does_not_wait_says_nothing(Gateway gateway) {
        gateway.post(CASES, requestId, BODY, "Prefer", "respond-async");

        assertThat(gateway.processors().commands(requestId, 1))
                .allSatisfy(command ->
                        assertThat(MessageHeaders.waitUntil(command.headers())).isEmpty());
    }

    @Test
    void each_send_of_an_association_has_an_id_of_its_own(Gateway gateway) {
        gateway.post(ASSOCIATE, requestId, ASSOCIATION, "Prefer", "respond-async");
        gateway.post(ASSOCIATE, requestId, ASSOCIATION, "Prefer", "respond-async");

        assertThat(gateway.processors().commands(requestId, 2))
                .extracting(command -> MessageHeaders.sendId(command.headers()).orElseThrow())
                .doesNotHaveDuplicates();
    }
}
