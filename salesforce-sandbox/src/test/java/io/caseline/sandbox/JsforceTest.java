package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.NodeTests;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the calls of an independent client, the npm package jsforce, from {@code src/test/js}. */
class JsforceTest extends SandboxTest {

    @Test
    void an_independent_client_works_with_the_sandbox() throws Exception {
        String output = new NodeTests("sandbox.test.mjs", "the jsforce calls against the sandbox")
                .pass(Map.of(
                        "SANDBOX_URL",
                        org.base(),
                        "SANDBOX_CLIENT_ID",
                        SandboxClient.CLIENT_ID,
                        "SANDBOX_CLIENT_SECRET",
                        SandboxClient.CLIENT_SECRET));

        assertThat(output).containsPattern("(tests|# tests) 1[0-9]").containsPattern("fail 0");
    }
}
