/** A teller's card: command in, rules, outcome, event and reply out. */
@NullMarked
package io.caseline.tellers.association;

import org.jspecify.annotations.NullMarked;
