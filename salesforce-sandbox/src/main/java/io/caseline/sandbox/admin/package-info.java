/** The admin API below {@code /sandbox}: set faults, read statistics, delete all cases. */
@NullMarked
package io.caseline.sandbox.admin;

import org.jspecify.annotations.NullMarked;
