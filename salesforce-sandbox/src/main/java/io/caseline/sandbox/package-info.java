/** A local stand-in for a Salesforce org: the REST API that Caseline uses, and faults on demand. */
@NullMarked
package io.caseline.sandbox;

import org.jspecify.annotations.NullMarked;
