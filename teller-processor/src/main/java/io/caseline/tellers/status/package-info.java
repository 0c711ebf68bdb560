/** The status of a command, decided or not, for the gateway. */
@NullMarked
package io.caseline.tellers.status;

import org.jspecify.annotations.NullMarked;
