/** The clients of docs/guides/analysts.md, run as the guide shows them, before and after a second version of the schemas. */
@NullMarked
package io.caseline.analysts;

import org.jspecify.annotations.NullMarked;
