/** Loads a file of merchants, stores, tellers and accounts into the directory, and shows what teller-processor has of it. */
@NullMarked
package io.caseline.local.directory;

import org.jspecify.annotations.NullMarked;
