/** Add Customer Care Case: requests, responses and status of cases. */
@NullMarked
package io.caseline.gateway.cases;

import org.jspecify.annotations.NullMarked;
