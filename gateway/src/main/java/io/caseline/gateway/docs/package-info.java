/** The OpenAPI document, and a page to read it. */
@NullMarked
package io.caseline.gateway.docs;

import org.jspecify.annotations.NullMarked;
