/** The client of Salesforce: sign-in, calls that insert many cases, what responses say, the circuit breaker and the call budget. */
@NullMarked
package io.caseline.cases.salesforce;

import org.jspecify.annotations.NullMarked;
