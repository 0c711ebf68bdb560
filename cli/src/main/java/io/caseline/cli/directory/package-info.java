/** Loads merchants, stores, tellers and accounts from a file, and shows what teller-processor has stored. */
@NullMarked
package io.caseline.cli.directory;

import org.jspecify.annotations.NullMarked;
