/** Injects faults into a platform under load, and then compares everything that was accepted with its outcome. */
@NullMarked
package io.caseline.trials.chaos;

import org.jspecify.annotations.NullMarked;
