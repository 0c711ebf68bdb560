/** Whose fault a refusal is, and whether to retry. Pure rules: no Spring, no database, no Kafka. */
@NullMarked
package io.caseline.cases.faults;

import org.jspecify.annotations.NullMarked;
