@NullMarked
package io.caseline.trials;

import org.jspecify.annotations.NullMarked;
