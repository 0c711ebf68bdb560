/** HTTP in and out: exchanges without waiting threads, request bodies, preferences, rate limits, responses. No Kafka. */
@NullMarked
package io.caseline.gateway.http;

import org.jspecify.annotations.NullMarked;
