package io.caseline.sandbox.api;

import java.util.List;
import java.util.stream.IntStream;

/** The versions of the API: three a year, v62.0 being Winter '25. */
final class Versions {

    private static final int OLDEST = 31;
    private static final int NEWEST = 67;
    private static final int WINTER_25 = 62;
    private static final List<String> SEASONS = List.of("Winter", "Spring", "Summer");

    record Version(String label, String url, String version) {}

    private Versions() {}

    static List<Version> all() {
        return IntStream.rangeClosed(OLDEST, NEWEST).mapToObj(Versions::version).toList();
    }

    /** @param version such as {@code v62.0} */
    static boolean exists(String version) {
        return all().stream().anyMatch(known -> version.equals("v" + known.version()));
    }

    private static Version version(int number) {
        String season = SEASONS.get(Math.floorMod(number - WINTER_25, 3));
        int year = 25 + Math.floorDiv(number - WINTER_25, 3);
        return new Version(season + " '" + year, "/services/data/v" + number + ".0", number + ".0");
    }
}
