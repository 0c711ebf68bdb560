/** Measures gateway and processors, against yardsticks in the same run. */
@NullMarked
package io.caseline.trials.bench;

import org.jspecify.annotations.NullMarked;
