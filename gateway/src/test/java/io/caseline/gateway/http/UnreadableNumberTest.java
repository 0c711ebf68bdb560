package io.caseline.gateway.http;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A number that the JSON parser can't read is the caller's error, and in no log: it may be a card number. */
@ExtendWith({SharedGateway.class, OutputCaptureExtension.class})
class UnreadableNumberTest {

    @Test
    void a_case_with_an_unreadable_number_is_400(Gateway gateway, CapturedOutput output) {
        HttpResponse<String> response = post(gateway, CASES, "{\"subject\":\"x\",\"n\":1e99999999999}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":200", "The request body is not valid JSON");
        assertThat(output.getAll()).doesNotContain("1e99999999999", " ERROR ");
    }

    @Test
    void an_association_with_an_unreadable_number_is_100(Gateway gateway, CapturedOutput output) {
        HttpResponse<String> response = post(gateway, ASSOCIATE, """
                {"metadata":{"merchantId":"fscc0342","requestDateTime":"2023-11-09T13:25:45Z","storeId":"CC970",
                 "userId":"t"},"accountNumber":4111111111111111e9999999999}""");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-GD-ResponseCode")).hasValue("100");
        assertThat(output.getAll()).doesNotContain("4111111111111111", " ERROR ");
    }

    private static HttpResponse<String> post(Gateway gateway, String path, String body) {
        return Gateway.send(gateway.request(path)
                .header("X-GD-RequestId", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    }
}
