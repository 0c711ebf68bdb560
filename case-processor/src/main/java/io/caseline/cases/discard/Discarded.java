package io.caseline.cases.discard;

/**
 * What one call discarded.
 *
 * @param discarded how many submissions
 * @param more whether others match that can be discarded
 * @param inOpenReplays how many match and were left out, as an open replay has them
 */
public record Discarded(int discarded, boolean more, int inOpenReplays) {}
