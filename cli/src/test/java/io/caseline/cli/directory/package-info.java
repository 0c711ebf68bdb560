@NullMarked
package io.caseline.cli.directory;

import org.jspecify.annotations.NullMarked;
