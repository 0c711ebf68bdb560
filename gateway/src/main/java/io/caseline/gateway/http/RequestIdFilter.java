package io.caseline.gateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Returns the caller's {@code X-GD-RequestId} with every response, also with those of the security filters. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public class RequestIdFilter extends HttpFilter {
    public static final String HEADER = "X-GD-RequestId";
    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]{0,98}[\\x21-\\x7e])?");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String requestId = request.getHeader(HEADER);
        if (isSafe(requestId)) {
            response.setHeader(HEADER, requestId);
        }
        chain.doFilter(request, response);
    }

    /** Whether the id can be sent back as a header. */
    public static boolean isSafe(@Nullable String requestId) {
        return requestId != null && PRINTABLE.matcher(requestId).matches();
    }
}
