package io.caseline.cases.replay;

/**
 * The first submissions of a replay, sent before the others.
 *
 * @param size how many
 * @param percent how many of a hundred have to become cases, so that the others are sent
 */
public record Canary(int size, int percent) {

    /** Whether so many successes out of a number are enough. */
    boolean isPassedBy(int created, int of) {
        return 100L * created >= (long) percent * of;
    }
}
