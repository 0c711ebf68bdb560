package io.caseline.local.directory;

/**
 * What is wrong with a line of a directory file. Says where and what, and never repeats what the line holds: a value in
 * the wrong column may be anybody's card number.
 *
 * @param line counted from 1, the header of a CSV file included
 * @param field the column or property; empty if it is about the whole line
 */
record Fault(long line, String field, String what) {

    @Override
    public String toString() {
        return field.isEmpty() ? "line %d: %s".formatted(line, what) : "line %d, %s: %s".formatted(line, field, what);
    }
}
