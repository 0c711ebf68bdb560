/** The demo: a sample directory and a few hundred requests with the answers they should get, sent and checked. */
@NullMarked
package io.caseline.local.demo;

import org.jspecify.annotations.NullMarked;
