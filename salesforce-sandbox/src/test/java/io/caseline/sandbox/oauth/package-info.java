@NullMarked
package io.caseline.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
