@NullMarked
package io.caseline.cli;

import org.jspecify.annotations.NullMarked;
