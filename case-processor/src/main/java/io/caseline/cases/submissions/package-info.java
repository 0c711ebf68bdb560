/** Which submissions an operator means, and what the ledger says about them. */
@NullMarked
package io.caseline.cases.submissions;

import org.jspecify.annotations.NullMarked;
