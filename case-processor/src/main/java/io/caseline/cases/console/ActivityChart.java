package io.caseline.cases.console;

import io.caseline.cases.activity.Activity.Minute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * The last hour as a chart: created and failed cases of each minute as bars, accepted requests as a line.
 *
 * @param top the number at the upper edge
 * @param line the points of accepted requests
 * @param sentence the same in words
 * @param rows the same as a table, five minutes a row
 */
record ActivityChart(
        long top,
        List<Bar> bars,
        String line,
        long received,
        long created,
        long failed,
        String sentence,
        List<Row> rows) {
    static final int WIDTH = 600;
    static final int HEIGHT = 100;

    private static final int MINUTES_OF_A_ROW = 5;

    /** One minute; the failed part stands on the created one. */
    record Bar(String x, String width, String createdY, String createdHeight, String failedY, String failedHeight) {}

    record Row(Instant from, long received, long created, long failed) {}

    static ActivityChart of(List<Minute> minutes) {
        long most = minutes.stream()
                .mapToLong(minute -> Math.max(minute.received(), minute.created() + minute.failed()))
                .max()
                .orElse(0);
        long top = niceAbove(most);
        double slot = (double) WIDTH / Math.max(1, minutes.size());
        List<Bar> bars = new ArrayList<>();
        StringJoiner line = new StringJoiner(" ");
        for (int i = 0; i < minutes.size(); i++) {
            Minute minute = minutes.get(i);
            double created = height(minute.created(), top);
            double failed = height(minute.failed(), top);
            bars.add(new Bar(
                    number(i * slot + slot * 0.12),
                    number(slot * 0.76),
                    number(HEIGHT - created),
                    number(created),
                    number(HEIGHT - created - failed),
                    number(failed)));
            if (i < minutes.size() - 1) { // the present minute is not over, and would look like a fall
                line.add(number((i + 0.5) * slot) + "," + number(HEIGHT - height(minute.received(), top)));
            }
        }
        return new ActivityChart(
                top,
                bars,
                line.toString(),
                sum(minutes, Minute::received),
                sum(minutes, Minute::created),
                sum(minutes, Minute::failed),
                sentence(minutes),
                rows(minutes));
    }

    private static String sentence(List<Minute> minutes) {
        long failed = sum(minutes, Minute::failed);
        String numbers = String.format(
                Locale.ROOT,
                "In the last hour %,d requests were accepted, %,d cases created, %,d failed.",
                sum(minutes, Minute::received),
                sum(minutes, Minute::created),
                failed);
        if (failed == 0) {
            return numbers;
        }
        Minute worst =
                minutes.stream().max(Comparator.comparingLong(Minute::failed)).orElseThrow();
        return numbers
                + String.format(
                        Locale.ROOT,
                        " Most of them, %,d, failed at %.5s UTC.",
                        worst.failed(),
                        worst.minute().toString().substring(11));
    }

    private static List<Row> rows(List<Minute> minutes) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < minutes.size(); i += MINUTES_OF_A_ROW) {
            List<Minute> part = minutes.subList(i, Math.min(minutes.size(), i + MINUTES_OF_A_ROW));
            rows.add(new Row(
                    part.getFirst().minute(),
                    sum(part, Minute::received),
                    sum(part, Minute::created),
                    sum(part, Minute::failed)));
        }
        return rows.reversed();
    }

    private static long sum(List<Minute> minutes, ToLongFunction<Minute> value) {
        return minutes.stream().mapToLong(value).sum();
    }

    private static double height(long value, long top) {
        return (double) HEIGHT * value / top;
    }

    /** The next round number whose half is a whole one. */
    static long niceAbove(long value) {
        for (long unit = 1; ; unit *= 10) {
            for (long factor : new long[] {4, 6, 8, 10, 14, 20, 30}) {
                if (value <= factor * unit) {
                    return factor * unit;
                }
            }
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
