/** Replays failed submissions by itself when their cause is gone, as far as an operator's rules say so. */
@NullMarked
package io.caseline.cases.healing;

import org.jspecify.annotations.NullMarked;
