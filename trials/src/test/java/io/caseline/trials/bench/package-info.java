@NullMarked
package io.caseline.trials.bench;

import org.jspecify.annotations.NullMarked;
