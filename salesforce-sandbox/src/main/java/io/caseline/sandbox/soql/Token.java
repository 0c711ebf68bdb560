package io.caseline.sandbox.soql;

/**
 * A piece of a query.
 *
 * @param text as written in the query; a string without its quotes, with its escapes
 * @param position of its first character, from 0
 */
record Token(Kind kind, String text, int position) {

    enum Kind {
        WORD,
        STRING,
        /** A number, date or time: starts with a digit or a sign. */
        LITERAL,
        SYMBOL,
        END
    }

    boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(wanted);
    }
}
