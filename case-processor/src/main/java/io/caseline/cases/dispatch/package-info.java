/**
 * From commands in the ledger to calls to Salesforce and their outcomes.
 *
 * <p>The way of a command: {@code Handoff} takes it from the inbox, already claimed, or {@code Claimer} claims it from the
 * ledger. It waits in the {@code WorkQueue}. As soon as a call slot is free the {@code Dispatcher} takes a call's worth of
 * commands, and {@code CallRunner} prepares their cases, makes the call and has its results judged. {@code DecisionSaver}
 * saves the decisions.
 *
 * <p>Beside it, {@code Heartbeat} keeps this instance's claims and takes over those of dead ones, {@code ProgramHolds} has
 * the programs that are held, and {@code Reconciler} looks up cases that may exist.
 */
@NullMarked
package io.caseline.cases.dispatch;

import org.jspecify.annotations.NullMarked;
