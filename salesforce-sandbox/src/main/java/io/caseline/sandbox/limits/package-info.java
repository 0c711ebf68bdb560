/** The daily and the concurrent limit of API calls. */
@NullMarked
package io.caseline.sandbox.limits;

import org.jspecify.annotations.NullMarked;
