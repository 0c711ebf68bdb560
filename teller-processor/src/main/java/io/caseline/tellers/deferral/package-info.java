/** Commands that wait until their account is old enough. */
@NullMarked
package io.caseline.tellers.deferral;

import org.jspecify.annotations.NullMarked;
