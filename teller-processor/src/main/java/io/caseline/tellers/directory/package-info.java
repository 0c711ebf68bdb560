/** What is known of merchants, stores, tellers and accounts. */
@NullMarked
package io.caseline.tellers.directory;

import org.jspecify.annotations.NullMarked;
