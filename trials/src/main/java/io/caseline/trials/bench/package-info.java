/** How fast it is, against a yardstick in the same run. */
@NullMarked
package io.caseline.trials.bench;

import org.jspecify.annotations.NullMarked;
