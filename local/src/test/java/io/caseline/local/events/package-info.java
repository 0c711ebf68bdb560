@NullMarked
package io.caseline.local.events;

import org.jspecify.annotations.NullMarked;
