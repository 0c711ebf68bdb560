/** The services of a platform as child processes: how each is started, watched and stopped. */
@NullMarked
package io.caseline.local.platform;

import org.jspecify.annotations.NullMarked;
