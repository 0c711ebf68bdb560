/** Breaks a system of its own on purpose, at the points where it matters, and then counts what became of everything. */
@NullMarked
package io.caseline.trials.chaos;

import org.jspecify.annotations.NullMarked;
