/** Shares of what is limited: no caller takes the places of another. */
@NullMarked
package io.caseline.gateway.places;

import org.jspecify.annotations.NullMarked;
