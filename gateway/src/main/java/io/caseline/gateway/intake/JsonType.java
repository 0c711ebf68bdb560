package io.caseline.gateway.intake;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The two names under which a caller can have its JSON. */
enum JsonType {
    APPLICATION("application/json"),
    TEXT("text/json");

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final MediaType type;

    JsonType(String name) {
        this.name = name;
        this.type = MediaType.parseMediaType(name);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * {@code text/json} for who likes it better, by the quality values of {@code Accept}; {@code application/json} in all
     * other cases, also for who wants neither.
     */
    static JsonType wanted(@Nullable String accept) {
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

    /** That of the most specific range which the type is in; zero if it is in none. */
    private double quality(List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> range.includes(type))
                .min(Comparator.comparing(MediaType::isWildcardType).thenComparing(MediaType::isWildcardSubtype))
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }
}
