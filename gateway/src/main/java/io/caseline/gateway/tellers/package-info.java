/** Associate Retail Chain User With Card: requests, responses and status of associations. */
@NullMarked
package io.caseline.gateway.tellers;

import org.jspecify.annotations.NullMarked;
