/** Shows and corrects the content of failed submissions. */
@NullMarked
package io.caseline.cases.amendment;

import org.jspecify.annotations.NullMarked;
