@NullMarked
package io.caseline.local.demo;

import org.jspecify.annotations.NullMarked;
