/** The hand that breaks things: /sandbox. */
@NullMarked
package io.caseline.sandbox.admin;

import org.jspecify.annotations.NullMarked;
