/** Faults on demand, and statistics. */
@NullMarked
package io.caseline.sandbox.faults;

import org.jspecify.annotations.NullMarked;
