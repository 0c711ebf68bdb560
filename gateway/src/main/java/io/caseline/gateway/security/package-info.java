/** Who may call what: bearer tokens, scopes, programs and merchants. */
@NullMarked
package io.caseline.gateway.security;

import org.jspecify.annotations.NullMarked;
