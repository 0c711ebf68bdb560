/** A subscriber's own program, as docs/events.md shows it. */
@NullMarked
package io.caseline.schemas.example;

import org.jspecify.annotations.NullMarked;
