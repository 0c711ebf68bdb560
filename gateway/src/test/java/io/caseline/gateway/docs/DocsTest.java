package io.caseline.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the document is true is shown by every other test: each response is held against it. */
@ExtendWith(SharedGateway.class)
class DocsTest {
    private static final List<String> PATHS = List.of(
            "/v3/api-docs",
            "/docs/index.html",
            "/docs/show.js",
            "/docs/events.html",
            "/docs/events.js",
            "/docs/events.css",
            "/docs/asyncapi.json",
            "/webjars/swagger-ui/swagger-ui-bundle.js");

    @Test
    void the_document_is_openapi_3_1(Gateway gateway) {
        String document = Gateway.send(gateway.request("/v3/api-docs")).body();
        assertThat(JsonPath.<String>read(document, "$.openapi")).isEqualTo("3.1.0");
        assertThat(document).contains("associateRetailChainUserWithCard", "addCustomerCareCase");
    }

    @Test
    void the_document_and_its_page_need_a_token(Gateway gateway) {
        for (String path : PATHS) {
            assertThat(Gateway.send(gateway.request(path)).statusCode())
                    .as(path)
                    .isEqualTo(200);
            assertThat(Gateway.send(gateway.request(path).setHeader("Authorization", ""))
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void a_setting_opens_them() {
        try (Gateway gateway = Gateway.start("caseline.docs.open=true")) {
            for (String path : PATHS) {
                assertThat(Gateway.send(gateway.request(path).setHeader("Authorization", ""))
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }
}
