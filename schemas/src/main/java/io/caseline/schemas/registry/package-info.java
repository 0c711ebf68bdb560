/**
 * Reads and writes messages by the schemas of a registry, with the serializers of whichever library is installed. Schemas are
 * looked up through the API that Confluent's registry and others have.
 */
@NullMarked
package io.caseline.schemas.registry;

import org.jspecify.annotations.NullMarked;
