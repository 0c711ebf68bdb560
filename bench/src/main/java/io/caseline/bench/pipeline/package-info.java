/** How fast the processors are, from a command that lies in Kafka to an event that everybody can read. */
@NullMarked
package io.caseline.bench.pipeline;

import org.jspecify.annotations.NullMarked;
