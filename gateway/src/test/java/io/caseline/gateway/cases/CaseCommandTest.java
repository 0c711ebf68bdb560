package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What a command carries from the request, over real HTTP and Kafka. */
@ExtendWith(SharedGateway.class)
class CaseCommandTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    @Test
    void everything_that_the_customer_said_is_sealed(Gateway gateway) throws Exception {
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE);
        String correlationId = JsonPath.read(response.body(), "$.correlationId");
        SubmitCase command = commands(gateway, correlationId).getFirst();

        assertThat(command.toString())
                .doesNotContain("Ada")
                .doesNotContain("lost")
                .doesNotContain("acc-1");
        byte[] opened = Sealing.from(TestServices.sealingKeys()).unseal(command.getSealedCase(), correlationId);
        CareCase careCase = CareCase.fromByteBuffer(ByteBuffer.wrap(opened));
        assertThat(careCase.getFirstName()).isEqualTo("Ada");
        assertThat(careCase.getPhoneNumber()).isEqualTo("310-555-1234");
        assertThat(careCase.getDeviceOsVersion()).isEqualTo("17.1");
    }

    @Test
    void the_callers_trace_goes_with_the_command_and_an_invalid_one_is_replaced(Gateway gateway) {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assertThat(traceparent(gateway, trace)).isEqualTo(trace);
        assertThat(traceparent(gateway, "00-nonsense")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    private static String traceparent(Gateway gateway, String given) {
        String correlationId = JsonPath.read(
                gateway.post(CASES, guid(), WHOLE, "traceparent", given).body(), "$.correlationId");
        commands(gateway, correlationId);
        return gateway.processors().commands().stream()
                .filter(record -> record.key().equals(correlationId))
                .map(record ->
                        new String(record.headers().lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void log_lines_of_a_request_carry_its_trace(Gateway gateway) {
        Logger access = (Logger) LoggerFactory.getLogger("caseline.access");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        access.addAppender(lines);
        access.setLevel(Level.INFO);
        try {
            gateway.post(
                    CASES, guid(), WHOLE, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            Awaitility.await()
                    .until(() -> List.copyOf(lines.list).stream()
                            .anyMatch(line -> "0af7651916cd43dd8448eb211c80319c"
                                    .equals(line.getMDCPropertyMap().get("traceId"))));
        } finally {
            access.setLevel(Level.OFF);
            access.detachAppender(lines);
        }
    }

    private static List<SubmitCase> commands(Gateway gateway, String correlationId) {
        return Awaitility.await()
                .until(
                        () -> gateway.processors().commands().stream()
                                .filter(record -> record.key().equals(correlationId))
                                .map(record -> (SubmitCase) record.value())
                                .toList(),
                        found -> !found.isEmpty());
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
