@NullMarked
package io.caseline.local.docker;

import org.jspecify.annotations.NullMarked;
