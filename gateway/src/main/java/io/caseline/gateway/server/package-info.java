/** Tomcat: what the server does with requests that reach no API. */
@NullMarked
package io.caseline.gateway.server;

import org.jspecify.annotations.NullMarked;
