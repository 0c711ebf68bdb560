/** What this module answers over HTTP: other modules' questions. */
@NullMarked
package io.caseline.tellers.web;

import org.jspecify.annotations.NullMarked;
