/** Replies of the processors, and the callers that wait for them. */
@NullMarked
package io.caseline.gateway.replies;

import org.jspecify.annotations.NullMarked;
