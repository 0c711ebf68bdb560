package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownPathsTest extends SandboxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/services/data/v62.0/nothing",
                "/services/data/v62.0/sobjects/Account",
                "/services/data/v9.0/limits",
                "/services/data/v62.1/limits",
                "/services/data/v62.0/sobjects/Account/describe",
                "/nothing",
                "/services/nothing",
                "/services/data/v62.0/sobjects/Case/500gL0000000001AAA/a/b",
                "/services/data/v62.0/%25zz"
            })
    void an_unknown_path_is_not_found(String path) {
        Response response = org.get(path);

        assertError(response, 404, "NOT_FOUND", "The requested resource does not exist");
        assertThat(response.text())
                .isEqualTo("[{\"message\":\"The requested resource does not exist\",\"errorCode\":\"NOT_FOUND\"}]");
    }

    @Test
    void an_unsupported_method_is_refused() {
        assertError(
                org.put(DATA + "/sobjects/Case/500gL0000000001", Map.of()),
                405,
                "METHOD_NOT_ALLOWED",
                "HTTP Method 'PUT' not allowed. Allowed are GET,PATCH,DELETE");
    }
}
