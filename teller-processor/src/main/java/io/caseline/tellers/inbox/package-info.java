/** The ways in: commands from Kafka, and deferred commands that are due. Both go to the association service. */
@NullMarked
package io.caseline.tellers.inbox;

import org.jspecify.annotations.NullMarked;
