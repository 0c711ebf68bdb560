/** The operators' console: pages that the server renders, behind a sign-in of its own. */
@NullMarked
package io.caseline.cases.console;

import org.jspecify.annotations.NullMarked;
