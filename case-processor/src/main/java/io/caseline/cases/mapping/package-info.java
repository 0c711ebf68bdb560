/** From what a customer asks to the fields of a Salesforce case. Pure. */
@NullMarked
package io.caseline.cases.mapping;

import org.jspecify.annotations.NullMarked;
