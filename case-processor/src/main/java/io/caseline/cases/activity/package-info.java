/** Counts commands and outcomes by the minute. */
@NullMarked
package io.caseline.cases.activity;

import org.jspecify.annotations.NullMarked;
