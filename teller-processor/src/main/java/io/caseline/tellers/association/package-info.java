/** Decides batches of commands: the service, the facts it loads, and what it stores in one transaction. */
@NullMarked
package io.caseline.tellers.association;

import org.jspecify.annotations.NullMarked;
