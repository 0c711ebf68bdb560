/**
 * Sends failed submissions again.
 *
 * <p>{@code ReplayService} starts a replay, which takes a snapshot of the submissions that match, and lets an operator pause,
 * resume and cancel it. {@code ReplayFeeder} makes a few of them due at a time, within the rate, after the canary; from there
 * they go the way of every due command. The outcome of each is marked in the snapshot by the transaction that saves it.
 */
@NullMarked
package io.caseline.cases.replay;

import org.jspecify.annotations.NullMarked;
