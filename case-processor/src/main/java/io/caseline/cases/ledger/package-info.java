/** The state and outcome of each accepted command. */
@NullMarked
package io.caseline.cases.ledger;

import org.jspecify.annotations.NullMarked;
