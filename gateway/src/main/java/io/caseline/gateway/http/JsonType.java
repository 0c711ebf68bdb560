package io.caseline.gateway.http;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The two media types of a JSON request or response. */
enum JsonType {
    APPLICATION("application/json"),
    TEXT("text/json");

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // never modified
    private final MediaType type;

    JsonType(String name) {
        this.name = name;
        this.type = MediaType.parseMediaType(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /** @param mediaType without parameters */
    static boolean isJson(String mediaType) {
        return mediaType.equalsIgnoreCase(APPLICATION.name) || mediaType.equalsIgnoreCase(TEXT.name);
    }

    /**
     * {@code text/json} for a caller who prefers it, by the quality values of {@code Accept}; {@code application/json} in
     * all other cases, also for a caller who accepts neither.
     */
    static JsonType preferred(@Nullable String accept) {
        if (accept == null || accept.equals("*/*") || accept.equals(APPLICATION.name)) {
            return APPLICATION;
        }
        try {
            List<MediaType> ranges = MediaType.parseMediaTypes(accept);
            return TEXT.quality(ranges) > APPLICATION.quality(ranges) ? TEXT : APPLICATION;
        } catch (InvalidMediaTypeException e) {
            return APPLICATION;
        }
    }

    /** The quality of the most specific range that includes this type; zero if none does. */
    private double quality(List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .min(Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }
}
