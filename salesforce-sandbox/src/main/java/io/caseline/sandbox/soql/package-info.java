/** The supported part of SOQL, from query text to SQL. */
@NullMarked
package io.caseline.sandbox.soql;

import org.jspecify.annotations.NullMarked;
