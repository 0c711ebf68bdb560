/** The parts of the system as child processes: how each is run, watched and stopped. */
@NullMarked
package io.caseline.local.platform;

import org.jspecify.annotations.NullMarked;
