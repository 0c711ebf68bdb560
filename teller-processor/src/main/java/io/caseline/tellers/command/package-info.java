/** A command to associate a teller's card, in this module's own terms. */
@NullMarked
package io.caseline.tellers.command;

import org.jspecify.annotations.NullMarked;
