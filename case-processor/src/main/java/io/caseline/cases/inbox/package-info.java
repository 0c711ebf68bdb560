/** Receives commands from Kafka and inserts them into the ledger. */
@NullMarked
package io.caseline.cases.inbox;

import org.jspecify.annotations.NullMarked;
