@NullMarked
package io.caseline.local.chaos;

import org.jspecify.annotations.NullMarked;
