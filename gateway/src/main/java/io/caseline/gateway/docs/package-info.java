/** The OpenAPI document. The pages that show it and the AsyncAPI document are static. */
@NullMarked
package io.caseline.gateway.docs;

import org.jspecify.annotations.NullMarked;
