/** Add Customer Care Case, and the question what became of it. */
@NullMarked
package io.caseline.gateway.cases;

import org.jspecify.annotations.NullMarked;
