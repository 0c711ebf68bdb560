package io.caseline.gateway.tellers;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.AssociateTellerCard;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command carries from the request, over real HTTP and Kafka. */
@ExtendWith(SharedGateway.class)
class AssociationCommandTest {
    private static final String WHOLE = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},
             "accountNumber":"","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void a_repeat_with_another_time_gets_the_same_response(Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        String first = gateway.post(ASSOCIATE, requestId, WHOLE).body();
        assertThat(gateway.post(ASSOCIATE, requestId, WHOLE.replace(":45Z", ":59.123+00:00"))
                        .body())
                .isEqualTo(first);
        assertThat(gateway.post(ASSOCIATE, requestId, WHOLE.replace("teller-1", "teller-2"))
                        .body())
                .isNotEqualTo(first);
    }

    @Test
    void the_card_number_is_sealed_and_the_retail_chain_user_is_the_teller(Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        String body = WHOLE.replace("\"accountNumber\":\"\"", "\"accountNumber\":\"4000123412341234\"")
                .replace("{\"metadata\"", "{\"retailChainUserId\":\"teller-9\",\"metadata\"");
        gateway.post(ASSOCIATE, requestId, body);
        AssociateTellerCard command = command(gateway, requestId);
        assertThat(command.getTellerId()).isEqualTo("teller-9");
        assertThat(command.getUserId()).isEqualTo("teller-1");
        assertThat(command.toString()).doesNotContain("4000123412341234");
        assertThat(command.getSealedAccountNumber()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            respond-async         | true
            respond-async, wait=1 | true
            wait=1                | false
            return=minimal        | false""")
    void the_command_says_whether_its_caller_accepts_a_later_response(String prefer, boolean async, Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        gateway.post(ASSOCIATE, requestId, WHOLE, "Prefer", prefer);
        assertThat(command(gateway, requestId).getRespondAsync()).isEqualTo(async);
    }

    private static AssociateTellerCard command(Gateway gateway, String requestId) {
        return Awaitility.await()
                .until(
                        () -> gateway.processors().commands().stream()
                                .filter(record -> record.value() instanceof AssociateTellerCard)
                                .map(record -> (AssociateTellerCard) record.value())
                                .filter(associate -> associate.getRequestId().equals(requestId))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }
}
