/** Replies of the processors on their way to the callers that wait for them. */
@NullMarked
package io.caseline.gateway.replies;

import org.jspecify.annotations.NullMarked;
