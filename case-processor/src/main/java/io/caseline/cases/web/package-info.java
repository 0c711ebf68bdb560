/** Who may read and operate what, and errors as problem details. */
@NullMarked
package io.caseline.cases.web;

import org.jspecify.annotations.NullMarked;
