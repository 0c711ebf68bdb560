/** The way of a request through the gateway, the same for both partner APIs. */
@NullMarked
package io.caseline.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
