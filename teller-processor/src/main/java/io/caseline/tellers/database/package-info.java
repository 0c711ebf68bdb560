/** What a start without PostgreSQL reports. */
@NullMarked
package io.caseline.tellers.database;

import org.jspecify.annotations.NullMarked;
