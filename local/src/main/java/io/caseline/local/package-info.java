/** The commands of {@code ./caseline}. */
@NullMarked
package io.caseline.local;

import org.jspecify.annotations.NullMarked;
