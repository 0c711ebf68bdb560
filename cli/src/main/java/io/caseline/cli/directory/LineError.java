package io.caseline.cli.directory;

/**
 * An error in a line of a directory file. It never repeats a value: a value in the wrong column may be a card number.
 *
 * @param line counted from 1, including the header of a CSV file
 * @param field the column or property; empty for the whole line
 */
record LineError(long line, String field, String message) {

    @Override
    public String toString() {
        return field.isEmpty()
                ? "line %d: %s".formatted(line, message)
                : "line %d, %s: %s".formatted(line, field, message);
    }
}
