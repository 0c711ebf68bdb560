/** Lookups for operators: cards, fee plans, and the commands that changed them. No names and no card numbers. */
@NullMarked
package io.caseline.tellers.operators;

import org.jspecify.annotations.NullMarked;
