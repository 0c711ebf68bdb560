/** A subscriber's own program, as docs/guides/analysts.md shows it. */
@NullMarked
package io.caseline.messaging.example;

import org.jspecify.annotations.NullMarked;
