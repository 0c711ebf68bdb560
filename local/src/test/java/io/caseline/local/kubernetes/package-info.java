@NullMarked
package io.caseline.local.kubernetes;

import org.jspecify.annotations.NullMarked;
