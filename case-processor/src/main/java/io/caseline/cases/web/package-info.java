/** Who may ask this application what. */
@NullMarked
package io.caseline.cases.web;

import org.jspecify.annotations.NullMarked;
