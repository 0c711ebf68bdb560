/** Status queries from the gateway. */
@NullMarked
package io.caseline.cases.status;

import org.jspecify.annotations.NullMarked;
