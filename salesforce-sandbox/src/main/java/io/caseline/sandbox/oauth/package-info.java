/** Signing in: the token endpoint and the sessions it opens. */
@NullMarked
package io.caseline.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
