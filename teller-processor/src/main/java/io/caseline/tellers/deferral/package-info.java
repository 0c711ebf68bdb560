/**
 * Commands that wait until their account is old enough. {@code association} stores them here, as the policy allows; {@code
 * inbox} hands those that are due to the association service.
 */
@NullMarked
package io.caseline.tellers.deferral;

import org.jspecify.annotations.NullMarked;
