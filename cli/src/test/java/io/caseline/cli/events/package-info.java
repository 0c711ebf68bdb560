@NullMarked
package io.caseline.cli.events;

import org.jspecify.annotations.NullMarked;
