package io.caseline.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Matcher;

/** Ways to damage a JSON body. */
final class Mutations {
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e999",
            "1e99999999999",
            "4111111111111111e9999999999",
            "9".repeat(200),
            "1.5",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[]]]",
            "{\"number\":{}}",
            "\"" + "x".repeat(6000) + "\"",
            "\"\u202e\ufeff\ud83d\ude00\"",
            "NaN",
            "\"'; DROP TABLE x;--\"",
            "{\"a\":".repeat(60) + "1" + "}".repeat(60),
            "[".repeat(500),
            "\"${jndi:ldap://x}\"");

    private static final List<BiFunction<byte[], Random, byte[]>> MUTATIONS = List.of(
            Mutations::anotherValue,
            Mutations::flippedBytes,
            Mutations::cutShort,
            Mutations::repeatedPart,
            Mutations::badUtf8,
            Mutations::duplicateKey,
            Mutations::unchanged);

    private Mutations() {}

    static byte[] mutate(byte[] body, Random random) {
        return one(MUTATIONS, random).apply(body, random);
    }

    private static byte[] anotherValue(byte[] body, Random random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String[] parts = text.split("(?<=\":)(?=[^\\s])", -1);
        int at = 1 + random.nextInt(Math.max(1, parts.length - 1));
        if (at < parts.length) {
            String value =
                    new String(one(VALUES, random).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            parts[at] = parts[at].replaceFirst("^(\"[^\"]*\"|[0-9]+)", Matcher.quoteReplacement(value));
        }
        return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] flippedBytes(byte[] body, Random random) {
        byte[] mutated = body.clone();
        for (int i = 0; i < 3 && mutated.length > 0; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    private static byte[] cutShort(byte[] body, Random random) {
        return Arrays.copyOf(body, random.nextInt(body.length + 1));
    }

    private static byte[] repeatedPart(byte[] body, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(body.length + 1);
        out.write(body, 0, from);
        out.write(body, 0, body.length);
        return out.toByteArray();
    }

    private static byte[] badUtf8(byte[] body, Random random) {
        byte[] mutated = body.clone();
        if (mutated.length > 1) {
            int at = random.nextInt(mutated.length - 1);
            mutated[at] = (byte) 0xC0;
            mutated[at + 1] = (byte) 0xAF;
        }
        return mutated;
    }

    private static byte[] duplicateKey(byte[] body, Random random) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("\\{", "{\"subject\":\"" + random.nextInt() + "\",\"subject\":1,")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] unchanged(byte[] body, Random random) {
        return body;
    }

    static <T> T one(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
