/** The daily and the concurrent limit on API calls. */
@NullMarked
package io.caseline.sandbox.limits;

import org.jspecify.annotations.NullMarked;
