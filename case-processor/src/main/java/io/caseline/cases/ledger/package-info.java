/** What became of each accepted correlation id. */
@NullMarked
package io.caseline.cases.ledger;

import org.jspecify.annotations.NullMarked;
