@NullMarked
package io.caseline.local.platform;

import org.jspecify.annotations.NullMarked;
