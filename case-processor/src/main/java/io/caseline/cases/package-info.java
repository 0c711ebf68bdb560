/**
 * From a command to its Salesforce case, event and reply. In the order of the data: {@code inbox}, {@code dispatch} with
 * {@code mapping}, {@code salesforce} and {@code faults}, {@code ledger}, {@code publish}; {@code status} answers
 * status queries.
 */
@NullMarked
package io.caseline.cases;

import org.jspecify.annotations.NullMarked;
