/** Makes events again from the ledger, for topics of other people's choice. */
@NullMarked
package io.caseline.cases.republish;

import org.jspecify.annotations.NullMarked;
