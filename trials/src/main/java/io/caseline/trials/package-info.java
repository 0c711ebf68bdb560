/** Chaos and benchmarks, each on a platform of its own. */
@NullMarked
package io.caseline.trials;

import org.jspecify.annotations.NullMarked;
