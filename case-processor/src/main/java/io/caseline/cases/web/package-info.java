/** Status queries from the gateway, and who may read and operate what. */
@NullMarked
package io.caseline.cases.web;

import org.jspecify.annotations.NullMarked;
