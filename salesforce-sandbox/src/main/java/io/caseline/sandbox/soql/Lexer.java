package io.caseline.sandbox.soql;

import io.caseline.sandbox.soql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Splits a query into tokens. */
final class Lexer {

    private static final List<String> SYMBOLS = List.of("<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", ",");

    private final String query;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String query) {
        this.query = query;
    }

    static List<Token> tokens(String query) {
        Lexer lexer = new Lexer(query);
        while (lexer.position < query.length()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Kind.END, "<EOF>", query.length()));
        return lexer.tokens;
    }

    private void next() {
        char first = query.charAt(position);
        if (Character.isWhitespace(first)) {
            position++;
        } else if (first == '\'') {
            string();
        } else if (isWordPart(first) && !Character.isDigit(first)) {
            takeWhile(Kind.WORD, Lexer::isWordPart);
        } else if (Character.isDigit(first) || first == '-' || first == '+') {
            takeWhile(
                    Kind.LITERAL, character -> Character.isLetterOrDigit(character) || "+-:.".indexOf(character) >= 0);
        } else {
            symbol(first);
        }
    }

    private void symbol(char first) {
        for (String symbol : SYMBOLS) {
            if (query.startsWith(symbol, position)) {
                take(Kind.SYMBOL, symbol.length());
                return;
            }
        }
        throw SoqlError.unexpected(query, position, String.valueOf(first));
    }

    private void string() {
        int end = position + 1;
        while (end < query.length() && query.charAt(end) != '\'') {
            end += query.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= query.length()) {
            throw SoqlError.malformed(query, position, "mismatched character '<EOF>' expecting '''");
        }
        tokens.add(new Token(Kind.STRING, query.substring(position + 1, end), position));
        position = end + 1;
    }

    private void takeWhile(Kind kind, IntPredicate part) {
        int end = position;
        while (end < query.length() && part.test(query.charAt(end))) {
            end++;
        }
        take(kind, end - position);
    }

    private void take(Kind kind, int length) {
        tokens.add(new Token(kind, query.substring(position, position + length), position));
        position += length;
    }

    private static boolean isWordPart(int character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '.';
    }
}
