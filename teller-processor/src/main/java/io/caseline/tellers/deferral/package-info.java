/**
 * Commands that wait until their account is old enough. {@code association} stores them here, as the policy allows; {@code
 * inbox} takes those that are due and decides them again.
 */
@NullMarked
package io.caseline.tellers.deferral;

import org.jspecify.annotations.NullMarked;
