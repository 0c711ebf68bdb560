/** Shared by the tests: a running gateway, tokens, and stand-ins for the processors. */
@NullMarked
package io.caseline.gateway.testing;

import org.jspecify.annotations.NullMarked;
