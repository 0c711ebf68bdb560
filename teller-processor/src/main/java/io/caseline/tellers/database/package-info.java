/** PostgreSQL: transactions, arrays, and what its refusals mean. */
@NullMarked
package io.caseline.tellers.database;

import org.jspecify.annotations.NullMarked;
