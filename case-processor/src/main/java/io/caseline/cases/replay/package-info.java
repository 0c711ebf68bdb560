/** Sends failed submissions to Salesforce again. */
@NullMarked
package io.caseline.cases.replay;

import org.jspecify.annotations.NullMarked;
