/** A stand-in Salesforce org, for one machine: the REST API that Caseline uses, and faults on demand. */
@NullMarked
package io.caseline.sandbox;

import org.jspecify.annotations.NullMarked;
