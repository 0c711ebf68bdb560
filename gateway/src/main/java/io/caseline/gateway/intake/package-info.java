/** What both APIs do with a request: read it, name it, make it durable, wait, answer once. */
@NullMarked
package io.caseline.gateway.intake;

import org.jspecify.annotations.NullMarked;
