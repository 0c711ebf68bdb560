/** The rules of the partner API as pure functions: a command and what is known in, a decision out. */
@NullMarked
package io.caseline.tellers.rules;

import org.jspecify.annotations.NullMarked;
