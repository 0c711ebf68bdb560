/** From due commands to calls, and from their results to decisions: queue, claims, call slots, holds. */
@NullMarked
package io.caseline.cases.dispatch;

import org.jspecify.annotations.NullMarked;
