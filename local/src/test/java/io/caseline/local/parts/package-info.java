@NullMarked
package io.caseline.local.parts;

import org.jspecify.annotations.NullMarked;
