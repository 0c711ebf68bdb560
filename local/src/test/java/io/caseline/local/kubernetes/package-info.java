/** Checks of the Kubernetes resources against the code and the models of Kubernetes. */
@NullMarked
package io.caseline.local.kubernetes;

import org.jspecify.annotations.NullMarked;
