/** The teller processor makes a card a teller's employee card, by the rules of the partner API, once for each command. */
@NullMarked
package io.caseline.tellers;

import org.jspecify.annotations.NullMarked;
