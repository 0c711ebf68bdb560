/** Teller processor: makes cards tellers' employee cards, by the rules, once for each request. */
@NullMarked
package io.caseline.tellers;

import org.jspecify.annotations.NullMarked;
