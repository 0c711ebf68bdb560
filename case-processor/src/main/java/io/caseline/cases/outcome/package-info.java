/** Saves outcomes together with their events. */
@NullMarked
package io.caseline.cases.outcome;

import org.jspecify.annotations.NullMarked;
