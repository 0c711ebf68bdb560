/** The admin API below {@code /sandbox}: faults, counts, and an empty org. */
@NullMarked
package io.caseline.sandbox.admin;

import org.jspecify.annotations.NullMarked;
