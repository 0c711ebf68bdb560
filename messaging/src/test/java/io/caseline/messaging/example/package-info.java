/** A subscriber's own program, as docs/guides/analyst.md shows it. */
@NullMarked
package io.caseline.messaging.example;

import org.jspecify.annotations.NullMarked;
