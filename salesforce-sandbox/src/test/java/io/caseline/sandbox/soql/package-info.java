@NullMarked
package io.caseline.sandbox.soql;

import org.jspecify.annotations.NullMarked;
