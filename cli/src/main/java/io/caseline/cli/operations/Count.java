package io.caseline.cli.operations;

/** A number with its noun. */
final class Count {

    private Count() {}

    static String of(long number, String noun) {
        return "%,d %s%s".formatted(number, noun, number == 1 ? "" : "s");
    }

    static String of(long number, String noun, String verbOfOne, String verbOfMany) {
        return of(number, noun) + " " + (number == 1 ? verbOfOne : verbOfMany);
    }
}
