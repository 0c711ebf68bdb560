/** The ways out: an event for every outcome, and a reply for a caller who waits. */
@NullMarked
package io.caseline.tellers.publish;

import org.jspecify.annotations.NullMarked;
