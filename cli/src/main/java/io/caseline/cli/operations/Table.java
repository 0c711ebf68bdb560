package io.caseline.cli.operations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in columns that are as wide as their longest value. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] numbers;

    /** @param header a name that begins with &gt; is of a column of numbers, which are right-aligned */
    Table(String... header) {
        numbers = new boolean[header.length];
        for (int column = 0; column < header.length; column++) {
            numbers[column] = header[column].startsWith(">");
        }
        rows.add(Arrays.stream(header)
                .map(name -> name.startsWith(">") ? name.substring(1) : name)
                .toList());
    }

    /** Adds a row; null is shown as a hyphen. */
    void add(@Nullable Object... values) {
        rows.add(Arrays.stream(values).map(Table::text).toList());
    }

    List<String> lines() {
        int[] widths = new int[numbers.length];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : "  ");
            line.append(("%" + (numbers[column] ? "" : "-") + widths[column] + "s").formatted(row.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private static String text(@Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            return "-";
        }
        return value instanceof Number number ? "%,d".formatted(number.longValue()) : value.toString();
    }
}
