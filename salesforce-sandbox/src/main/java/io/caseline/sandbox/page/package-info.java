/** The cases as an agent sees them: the page at /. */
@NullMarked
package io.caseline.sandbox.page;

import org.jspecify.annotations.NullMarked;
