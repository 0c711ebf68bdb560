@NullMarked
package io.caseline.sandbox.cases;

import org.jspecify.annotations.NullMarked;
