package io.caseline.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The W3C trace that a request belongs to: the caller's, or a new one. It goes with the command, and on from there. */
final class TraceParent {
    private static final String NAME = "traceparent";
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    static Header of(HttpServletRequest request) {
        String given = request.getHeader(NAME);
        String value = given != null && FORM.matcher(given).matches() ? given : fresh();
        return new RecordHeader(NAME, value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Not sampled: nobody upstream has asked for it. */
    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "00-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong() | 1) + '-'
                + hex.toHexDigits(random.nextLong() | 1) + "-00";
    }
}
