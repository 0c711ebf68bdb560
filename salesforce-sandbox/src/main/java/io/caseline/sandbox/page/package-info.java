/** The page at / that shows the cases to an agent. */
@NullMarked
package io.caseline.sandbox.page;

import org.jspecify.annotations.NullMarked;
