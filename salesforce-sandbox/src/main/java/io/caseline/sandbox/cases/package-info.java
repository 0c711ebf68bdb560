/** The Case object: fields, validation rules and records. */
@NullMarked
package io.caseline.sandbox.cases;

import org.jspecify.annotations.NullMarked;
