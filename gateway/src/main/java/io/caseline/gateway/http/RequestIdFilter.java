package io.caseline.gateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Returns the caller's {@code X-GD-RequestId} with every response, also with those of the security filters. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIdFilter extends HttpFilter {
    public static final String HEADER = "X-GD-RequestId";
    private static final int LONGEST = 100;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String requestId = request.getHeader(HEADER);
        if (isSafe(requestId)) {
            response.setHeader(HEADER, requestId);
        }
        chain.doFilter(request, response);
    }

    /** Whether the id can be sent back as a header: printable ASCII with no blank at either end. A loop: each request passes it. */
    public static boolean isSafe(@Nullable String requestId) {
        if (requestId == null
                || requestId.isEmpty()
                || requestId.length() > LONGEST
                || requestId.charAt(0) == ' '
                || requestId.charAt(requestId.length() - 1) == ' ') {
            return false;
        }
        for (int i = 0; i < requestId.length(); i++) {
            if (requestId.charAt(i) < ' ' || requestId.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
