/** Commands to Salesforce cases: entry, then ledger, then event and reply. */
@NullMarked
package io.caseline.cases;

import org.jspecify.annotations.NullMarked;
