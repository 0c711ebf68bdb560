/** Commands on their way to Kafka. */
@NullMarked
package io.caseline.gateway.commands;

import org.jspecify.annotations.NullMarked;
