/** A subscriber's own program, as docs/events.md shows it. */
@NullMarked
package io.caseline.messaging.example;

import org.jspecify.annotations.NullMarked;
