/** Access rules and errors of the HTTP endpoints. */
@NullMarked
package io.caseline.tellers.web;

import org.jspecify.annotations.NullMarked;
