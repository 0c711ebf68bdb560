/** A subscriber to the events, as an analyst's would be: plain Kafka consumer, Avro, read committed. */
@NullMarked
package io.caseline.local.events;

import org.jspecify.annotations.NullMarked;
