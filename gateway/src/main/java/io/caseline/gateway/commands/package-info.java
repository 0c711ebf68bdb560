/** Commands on their way to Kafka, and the wait for their replies. */
@NullMarked
package io.caseline.gateway.commands;

import org.jspecify.annotations.NullMarked;
