/** Checks of the repository's documents against the code. */
@NullMarked
package io.caseline.local.docs;

import org.jspecify.annotations.NullMarked;
