/** The message contract: topics, sealing of personal data, event headers. The messages themselves are in {@code src/main/avro}. */
@NullMarked
package io.caseline.schemas;

import org.jspecify.annotations.NullMarked;
