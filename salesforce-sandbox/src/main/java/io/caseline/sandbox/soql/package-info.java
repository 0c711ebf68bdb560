/** The part of SOQL that clients of Case send, from text to SQL. */
@NullMarked
package io.caseline.sandbox.soql;

import org.jspecify.annotations.NullMarked;
