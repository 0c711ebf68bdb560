/** A batch of commands: recorded, submitted, published. The edge to Kafka. */
@NullMarked
package io.caseline.cases.submission;

import org.jspecify.annotations.NullMarked;
