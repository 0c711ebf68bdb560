/** The system of docker-compose.yml, started and checked from this machine. */
@NullMarked
package io.caseline.local.docker;

import org.jspecify.annotations.NullMarked;
