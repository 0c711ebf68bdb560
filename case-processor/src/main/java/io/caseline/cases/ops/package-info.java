/** The operations API {@code /ops/v1}. */
@NullMarked
package io.caseline.cases.ops;

import org.jspecify.annotations.NullMarked;
