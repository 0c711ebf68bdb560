@NullMarked
package io.caseline.sandbox;

import org.jspecify.annotations.NullMarked;
