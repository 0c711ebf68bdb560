/** From a sealed command to the fields of a Salesforce case. The mapping itself is pure functions. */
@NullMarked
package io.caseline.cases.mapping;

import org.jspecify.annotations.NullMarked;
