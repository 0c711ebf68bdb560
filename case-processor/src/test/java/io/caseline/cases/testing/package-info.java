/** What the tests share: a stand-in org, tokens, and the whole application on real services. */
@NullMarked
package io.caseline.cases.testing;

import org.jspecify.annotations.NullMarked;
