@NullMarked
package io.caseline.cli.operations;

import org.jspecify.annotations.NullMarked;
