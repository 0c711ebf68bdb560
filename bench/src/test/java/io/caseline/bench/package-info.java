@NullMarked
package io.caseline.bench;

import org.jspecify.annotations.NullMarked;
