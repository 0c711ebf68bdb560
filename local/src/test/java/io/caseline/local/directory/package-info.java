@NullMarked
package io.caseline.local.directory;

import org.jspecify.annotations.NullMarked;
