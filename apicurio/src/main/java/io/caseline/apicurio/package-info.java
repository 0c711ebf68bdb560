/** All that knows Apicurio's library. */
@NullMarked
package io.caseline.apicurio;

import org.jspecify.annotations.NullMarked;
