/**
 * What happens to created cases in Salesforce.
 *
 * <p>{@code ChangeReader} asks a {@code ChangeSource} at intervals what has changed. {@code ChangeService} compares each case with
 * what the ledger saw of it before, and saves the changes, their events and the new position in one transaction.
 */
@NullMarked
package io.caseline.cases.life;

import org.jspecify.annotations.NullMarked;
