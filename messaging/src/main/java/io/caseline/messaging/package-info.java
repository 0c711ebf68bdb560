/** The contract set up in a Spring Boot application: topics, registered schemas, serializers, dead letters. */
@NullMarked
package io.caseline.messaging;

import org.jspecify.annotations.NullMarked;
