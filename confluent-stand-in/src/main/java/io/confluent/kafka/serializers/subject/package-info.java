/** Which subject has the schema of a record. */
@NullMarked
package io.confluent.kafka.serializers.subject;

import org.jspecify.annotations.NullMarked;
