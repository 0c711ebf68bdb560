/** The directory of merchants, stores, tellers and accounts: from its topic into the database. */
@NullMarked
package io.caseline.tellers.directory;

import org.jspecify.annotations.NullMarked;
