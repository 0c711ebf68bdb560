/** The REST API below /services/data: what is asked, which resource answers, what a call costs. */
@NullMarked
package io.caseline.sandbox.api;

import org.jspecify.annotations.NullMarked;
