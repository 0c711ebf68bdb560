/** The operators' command line for any installation, and how it connects to one. */
@NullMarked
package io.caseline.cli;

import org.jspecify.annotations.NullMarked;
