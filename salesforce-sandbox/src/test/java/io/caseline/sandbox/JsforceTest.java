package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.NodeTests;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another client's idea of Salesforce: the calls of jsforce, an npm package, in {@code src/test/js}. */
class JsforceTest extends SandboxTest {

    @Test
    void an_independent_client_gets_what_it_expects() throws Exception {
        String output = new NodeTests("sandbox.test.mjs", "what jsforce makes of the sandbox")
                .pass(Map.of(
                        "SANDBOX_URL",
                        org.base(),
                        "SANDBOX_CLIENT_ID",
                        Org.CLIENT_ID,
                        "SANDBOX_CLIENT_SECRET",
                        Org.CLIENT_SECRET));

        assertThat(output).containsPattern("(tests|# tests) 1[0-9]").containsPattern("fail 0");
    }
}
