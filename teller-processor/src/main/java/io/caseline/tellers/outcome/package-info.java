/** The outcome of each command, and for how long it is kept. */
@NullMarked
package io.caseline.tellers.outcome;

import org.jspecify.annotations.NullMarked;
