/** What the gateway's tests share: a running gateway, a token maker, a processor that answers. */
@NullMarked
package io.caseline.gateway.testing;

import org.jspecify.annotations.NullMarked;
