/** Commands from Kafka into the ledger. */
@NullMarked
package io.caseline.cases.inbox;

import org.jspecify.annotations.NullMarked;
