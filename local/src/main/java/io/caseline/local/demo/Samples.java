package io.caseline.local.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** The sample files. An unknown property name fails the demo. */
final class Samples {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Samples() {}

    static List<CaseSample> cases() {
        return read("cases.ndjson", CaseSample.class);
    }

    static List<CardSample> cards() {
        return read("cards.ndjson", CardSample.class);
    }

    static List<MerchantSample> merchants() {
        return read("merchants.ndjson", MerchantSample.class);
    }

    /** One line of {@code merchants.ndjson}. */
    record MerchantSample(String merchant, boolean insightPartner, List<StoreSample> stores) {}

    record StoreSample(String store, boolean enabled, boolean associationEnabled) {}

    private static <T> List<T> read(String name, Class<T> type) {
        InputStream file = Objects.requireNonNull(Samples.class.getResourceAsStream("/demo/" + name), name);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> JSON.readValue(line, type))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
