package io.caseline.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

/** What a caller gets whose token is refused, and one whose token nobody can verify. */
class TokenProblemsTest {

    @Test
    void while_the_keys_are_unavailable_it_is_503_and_no_exception() throws Exception {
        MockHttpServletResponse response = send(token -> {
            throw new AuthenticationServiceException("the issuer's keys are unavailable");
        });
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("5");
        assertThat(response.getContentAsString()).contains("Tokens cannot be verified at the moment");
    }

    @Test
    void an_invalid_token_is_401_with_a_challenge() throws Exception {
        MockHttpServletResponse response = send(token -> {
            throw new InvalidBearerTokenException("expired");
        });
        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getHeaders("WWW-Authenticate")).isNotEqualTo(List.of());
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getContentAsString()).contains("A valid bearer token is required");
    }

    private static MockHttpServletResponse send(AuthenticationManager manager) throws Exception {
        BearerTokenAuthenticationFilter filter =
                TokenProblems.to(new TokenProblems()).postProcess(new BearerTokenAuthenticationFilter(manager));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/internal");
        request.addHeader("Authorization", "Bearer some.good.token");
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
