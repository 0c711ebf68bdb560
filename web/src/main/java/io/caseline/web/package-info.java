/** What all HTTP ports have in common: which requests are refused before any filter, and which tokens are valid. */
@NullMarked
package io.caseline.web;

import org.jspecify.annotations.NullMarked;
