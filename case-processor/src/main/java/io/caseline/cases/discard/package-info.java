/** Discards failed submissions for good. */
@NullMarked
package io.caseline.cases.discard;

import org.jspecify.annotations.NullMarked;
