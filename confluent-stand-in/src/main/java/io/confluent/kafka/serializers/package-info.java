/**
 * Written from the documentation of Confluent's serializers, without their code: the names of the classes and settings, the
 * requests to the registry, the bytes, and which exceptions there are.
 */
@NullMarked
package io.confluent.kafka.serializers;

import org.jspecify.annotations.NullMarked;
