/** Status queries: a processor says how far a request is. */
@NullMarked
package io.caseline.gateway.status;

import org.jspecify.annotations.NullMarked;
