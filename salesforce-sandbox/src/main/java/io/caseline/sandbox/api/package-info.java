/** The REST API below /services/data: admission, routing, and the resources. */
@NullMarked
package io.caseline.sandbox.api;

import org.jspecify.annotations.NullMarked;
