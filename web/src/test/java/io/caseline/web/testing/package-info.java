/** Requests byte by byte, for the tests of every port. */
@NullMarked
package io.caseline.web.testing;

import org.jspecify.annotations.NullMarked;
