/** Sign-in: the token endpoint and its sessions. */
@NullMarked
package io.caseline.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
