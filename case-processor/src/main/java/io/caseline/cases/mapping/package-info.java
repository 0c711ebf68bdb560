/** Maps a customer's request to the fields of a Salesforce case. Pure functions. */
@NullMarked
package io.caseline.cases.mapping;

import org.jspecify.annotations.NullMarked;
