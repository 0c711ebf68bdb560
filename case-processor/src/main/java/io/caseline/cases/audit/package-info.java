/** The record of what operators do. */
@NullMarked
package io.caseline.cases.audit;

import org.jspecify.annotations.NullMarked;
