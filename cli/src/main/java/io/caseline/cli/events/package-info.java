/** Prints events as any subscriber reads them: a plain Kafka consumer, Avro, read committed. */
@NullMarked
package io.caseline.cli.events;

import org.jspecify.annotations.NullMarked;
