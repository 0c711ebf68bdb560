/** The state and outcome of each accepted command; its event and reply. */
@NullMarked
package io.caseline.cases.ledger;

import org.jspecify.annotations.NullMarked;
