/** Real Kafka, PostgreSQL and schema registry for the tests of every module: one of each for a test run. */
@NullMarked
package io.caseline.messaging.testing;

import org.jspecify.annotations.NullMarked;
