/** The cases in PostgreSQL: inserts, updates and queries. */
@NullMarked
package io.caseline.sandbox.store;

import org.jspecify.annotations.NullMarked;
