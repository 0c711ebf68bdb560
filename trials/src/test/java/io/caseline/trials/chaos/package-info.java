@NullMarked
package io.caseline.trials.chaos;

import org.jspecify.annotations.NullMarked;
