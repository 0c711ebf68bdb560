/** The edge to Salesforce: signing in, one call for many cases, what its answers mean. */
@NullMarked
package io.caseline.cases.salesforce;

import org.jspecify.annotations.NullMarked;
