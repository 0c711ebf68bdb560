/** Associate Retail Chain User With Card. */
@NullMarked
package io.caseline.gateway.tellers;

import org.jspecify.annotations.NullMarked;
