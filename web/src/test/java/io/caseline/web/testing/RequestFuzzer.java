package io.caseline.web.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Matcher;

/**
 * Damages valid requests: request line, headers, framing and body. Request i is the same for the same seed. {@code
 * -Dcaseline.fuzz.requests=N} sends more of them, {@code -Dcaseline.fuzz.seed=N} others.
 */
public final class RequestFuzzer {
    /** Personal data that no log may repeat. */
    public static final String MARK = "Zq7Marked";

    public static final int REQUESTS = Integer.getInteger("caseline.fuzz.requests", 3_000);
    public static final long SEED = Long.getLong("caseline.fuzz.seed", 20_261_126L);

    private static final List<String> TARGETS = List.of(
            "/",
            "//",
            "/.",
            "/..",
            "/./",
            "//x",
            ";v=1",
            "%70",
            "%2e%2e",
            "%2f",
            "%5c",
            "%00",
            "%zz",
            "%",
            "%ff",
            "?",
            "?a=%zz",
            "?=",
            "?a=%00",
            "?&&=&",
            "?%C3=1",
            "#x",
            "\\",
            "<",
            "\u00e9",
            "\"",
            "?" + "a=1&".repeat(1_200),
            "/x".repeat(600),
            "*",
            "http://x/",
            "?access_token=a",
            "?program=%0a");
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "OPTIONS",
            "PUT",
            "DELETE",
            "PATCH",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G T",
            "",
            "\u0001");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/9.9", "http/1.1", "", "X");
    private static final List<String> HEADERS = List.of(
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: x",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked, identity",
            "Content-Encoding: gzip",
            "Content-Encoding: \u0080",
            "Content-Type: application/json;charset=utf-16",
            "Content-Type: application/json;charset=ebcdic",
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: multipart/form-data",
            "Content-Type: ;;;=",
            "Accept: ;",
            "Accept: \u0085",
            "Accept: text/html;q=x",
            "Accept: application/xml",
            "Accept-Language: \u009f",
            "Accept-Encoding: \u0001",
            "Accept-Charset: utf-99",
            "Host: x y",
            "Host: a",
            "Host:",
            "Expect: 100-continue",
            "Expect: x",
            "Prefer: wait=99999999999, respond-async;;=",
            "Prefer: \u00ff",
            "X-GD-RequestId: \u00e9",
            "X-GD-RequestId:",
            "Authorization: Basic YTpi",
            "Authorization: Bearer",
            "Authorization: Bearer a.b.c",
            "Authorization: Bearer " + "x".repeat(13_000),
            "Cookie: a=\u0001; \"=",
            "Cookie: JSESSIONID=../../x",
            "Range: bytes=5-1,x",
            "If-Modified-Since: yesterday",
            "If-None-Match: \"",
            "Origin: null",
            "Origin: http://x",
            "Access-Control-Request-Method: X",
            "traceparent: 00-x",
            "X-Forwarded-Prefix: //x\"",
            "X-Forwarded-For: %zz",
            "X-HTTP-Method-Override: X",
            "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
            "Upgrade: websocket\r\nConnection: Upgrade",
            " folded",
            ": no name",
            "no colon",
            "X\u0000: y",
            "X: \u0000",
            "X: " + "y".repeat(20_000));

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "1e99999999999",
            "4111111111111111e9999999999",
            "9".repeat(2_000),
            "\"\"",
            "\"  \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "[]",
            "{}",
            "{\"number\":{}}",
            "\"" + "x".repeat(6_000) + "\"",
            "NaN",
            "'x'",
            "[".repeat(500),
            "{\"a\":".repeat(60) + "1" + "}".repeat(60),
            "\"\\x\"",
            "\"\u0001\"",
            "0x1",
            "01");

    private final long seed;
    private final List<String> valid;
    private final List<BiFunction<String, Random, String>> mutations = List.of(
            RequestFuzzer::flipBytes,
            RequestFuzzer::target,
            RequestFuzzer::method,
            RequestFuzzer::version,
            RequestFuzzer::header,
            RequestFuzzer::header,
            RequestFuzzer::dropHeader,
            RequestFuzzer::value,
            RequestFuzzer::value,
            RequestFuzzer::nameCase,
            RequestFuzzer::chunked,
            RequestFuzzer::cut,
            RequestFuzzer::repeatPart);

    /** @param valid whole requests, in Latin-1, that the server accepts */
    public RequestFuzzer(long seed, List<String> valid) {
        this.seed = seed;
        this.valid = valid;
    }

    /** Up to three damages to one of the valid requests. */
    public byte[] request(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        String request = one(valid, random);
        for (int i = random.nextInt(3); i >= 0; i--) {
            request = one(mutations, random).apply(request, random);
        }
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String flipBytes(String request, Random random) {
        StringBuilder flipped = new StringBuilder(request);
        for (int i = random.nextInt(4); i >= 0 && !request.isEmpty(); i--) {
            flipped.setCharAt(random.nextInt(flipped.length()), (char) random.nextInt(256));
        }
        return flipped.toString();
    }

    private static String target(String request, Random random) {
        int start = request.indexOf(' ');
        int end = request.indexOf(" HTTP", Math.max(0, start));
        if (start < 0 || end <= start) {
            return request;
        }
        String target = request.substring(start + 1, end);
        int at = random.nextInt(target.length() + 1);
        String damaged = random.nextInt(4) == 0
                ? one(TARGETS, random)
                : target.substring(0, at) + one(TARGETS, random) + target.substring(at);
        return request.substring(0, start + 1) + damaged + request.substring(end);
    }

    private static String method(String request, Random random) {
        return request.replaceFirst("^\\S*", Matcher.quoteReplacement(one(METHODS, random)));
    }

    private static String version(String request, Random random) {
        return request.replaceFirst("HTTP/1\\.1", Matcher.quoteReplacement(one(VERSIONS, random)));
    }

    private static String header(String request, Random random) {
        int at = request.indexOf("\r\n");
        return at < 0 ? request : request.substring(0, at + 2) + one(HEADERS, random) + request.substring(at);
    }

    private static String dropHeader(String request, Random random) {
        String[] lines = request.split("\r\n", -1);
        int dropped = random.nextInt(lines.length);
        StringBuilder without = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            without.append(i == dropped ? "" : lines[i] + (i < lines.length - 1 ? "\r\n" : ""));
        }
        return without.toString();
    }

    private static String value(String request, Random random) {
        String[] parts = request.split("(?<=\":)", -1);
        int at = random.nextInt(parts.length);
        parts[at] = parts[at].replaceFirst("^(\"[^\"]*\"|[0-9]+)", Matcher.quoteReplacement(one(VALUES, random)));
        return withLength(String.join("", parts));
    }

    private static String nameCase(String request, Random random) {
        String[] parts = request.split("(?<=\")(?=[a-zA-Z]+\":)", -1);
        int at = random.nextInt(parts.length);
        parts[at] = Character.toUpperCase(parts[at].isEmpty() ? ' ' : parts[at].charAt(0))
                + parts[at].substring(Math.min(1, parts[at].length()));
        return String.join("", parts);
    }

    private static String chunked(String request, Random random) {
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return request;
        }
        String body = request.substring(end + 4);
        String size = one(
                List.of(
                        Integer.toHexString(body.length()),
                        "0",
                        "zz",
                        "-1",
                        "ffffffffff",
                        Integer.toHexString(body.length() + 1),
                        Integer.toHexString(body.length()) + ";x=\"y",
                        ""),
                random);
        String head = request.substring(0, end).replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked");
        return head + "\r\n\r\n" + size + "\r\n" + body
                + one(List.of("\r\n0\r\n\r\n", "", "\r\n0\r\nX: y\r\n\r\n"), random);
    }

    private static String cut(String request, Random random) {
        return request.substring(0, random.nextInt(request.length() + 1));
    }

    private static String repeatPart(String request, Random random) {
        int from = random.nextInt(request.length() + 1);
        return request.substring(0, from) + request.substring(from / 2);
    }

    /** A body that is damaged but whole, so that it reaches the reader. */
    private static String withLength(String request) {
        int end = request.indexOf("\r\n\r\n");
        return end < 0
                ? request
                : request.substring(0, end)
                                .replaceFirst("Content-Length: \\d+", "Content-Length: " + (request.length() - end - 4))
                        + request.substring(end);
    }

    private static <T> T one(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
