/** The demo: a sample directory and a few hundred requests, whose responses are compared with the expected ones. */
@NullMarked
package io.caseline.local.demo;

import org.jspecify.annotations.NullMarked;
