/** Saves outcomes together with their events, and sends the replies. */
@NullMarked
package io.caseline.cases.publish;

import org.jspecify.annotations.NullMarked;
