/** Faults on demand: what goes wrong, and what has been counted meanwhile. */
@NullMarked
package io.caseline.sandbox.faults;

import org.jspecify.annotations.NullMarked;
