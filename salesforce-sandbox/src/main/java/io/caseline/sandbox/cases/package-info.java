/** The Case object: its fields, its rules, its records. */
@NullMarked
package io.caseline.sandbox.cases;

import org.jspecify.annotations.NullMarked;
