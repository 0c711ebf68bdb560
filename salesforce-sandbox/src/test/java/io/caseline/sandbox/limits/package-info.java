@NullMarked
package io.caseline.sandbox.limits;

import org.jspecify.annotations.NullMarked;
