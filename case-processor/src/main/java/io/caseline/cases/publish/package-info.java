/** Makes the events of outcomes, and sends the replies. */
@NullMarked
package io.caseline.cases.publish;

import org.jspecify.annotations.NullMarked;
